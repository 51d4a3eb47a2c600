-- Whether registered servers are still what they were when their scopes were read.

ALTER TABLE servers
    ADD COLUMN checked_at timestamptz,
    ADD COLUMN check_outcome jsonb;
COMMENT ON COLUMN servers.checked_at IS 'When its address was last asked; null where there is none';
COMMENT ON COLUMN servers.check_outcome IS 'What came of it: a state, and what differs or went wrong';
