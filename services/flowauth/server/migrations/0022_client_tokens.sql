-- Which tokens a client was given: they are revoked when it is ended.

ALTER TABLE tokens ADD COLUMN client_grant_id uuid REFERENCES client_grants ON DELETE SET NULL;
CREATE INDEX tokens_client_grant_id ON tokens (client_grant_id);
COMMENT ON COLUMN tokens.client_grant_id IS 'The client that was given it; null for those that people copy';
UPDATE tokens SET client_grant_id = client_grants.id FROM client_grants WHERE tokens.id = client_grants.token_id;

ALTER TABLE revocations DROP CONSTRAINT revocations_because_check;
ALTER TABLE revocations ADD CONSTRAINT revocations_because_check CHECK (because IN (
    'owner', 'administrator', 'user_suspended', 'role_taken', 'role_changed', 'role_removed', 'role_ended',
    'server_ended', 'server_removed', 'client_ended'
));
