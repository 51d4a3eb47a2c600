-- Passkeys (WebAuthn) as second factors, beside authenticator apps.

CREATE TABLE passkeys (
    id text PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 75),
    public_key bytea NOT NULL,
    counter bigint NOT NULL,
    transports text[] NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz
);
CREATE INDEX passkeys_user_id ON passkeys (user_id);
COMMENT ON COLUMN passkeys.id IS 'What the authenticator calls it, as base64url';
COMMENT ON COLUMN passkeys.name IS 'What its owner calls it';
COMMENT ON COLUMN passkeys.counter IS 'Of signatures, where the authenticator counts them: one that goes back has been copied';

CREATE TABLE passkey_challenges (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('add', 'sign in')),
    challenge text NOT NULL,
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE passkey_challenges IS 'What a passkey has to sign; each is good once, and deleted by being used';

CREATE VIEW second_factors AS
    SELECT user_id FROM authenticators UNION SELECT user_id FROM passkeys;
COMMENT ON VIEW second_factors IS 'Who has any';

-- Backup codes are for either.
ALTER TABLE backup_codes DROP CONSTRAINT backup_codes_user_id_fkey,
    ADD CONSTRAINT backup_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
COMMENT ON TABLE backup_codes IS 'Each is good once, in place of another second factor, and deleted by being used';
