-- Whether a user can wait: what somebody looks at comes first.
ALTER TABLE cache.interests ADD COLUMN IF NOT EXISTS background boolean NOT NULL DEFAULT false;
