-- What the ledger is told of a run. A run ends in a transaction that keeps its snapshot and may be long; its entry is
-- written right after, in a short one, and by any other process should this one die between the two.

ALTER TABLE cache.interests ADD COLUMN IF NOT EXISTS token_id text;

ALTER TABLE cache.runs
    -- For whom it was begun: a list of {issuer, subject, token_id}.
    ADD COLUMN IF NOT EXISTS wanted_by jsonb,
    -- Why it failed, in words for those who asked.
    ADD COLUMN IF NOT EXISTS reason text,
    ADD COLUMN IF NOT EXISTS ledger_entry bigint;

CREATE INDEX IF NOT EXISTS runs_to_be_noted ON cache.runs (run) WHERE outcome IS NOT NULL AND ledger_entry IS NULL;
