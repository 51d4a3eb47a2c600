-- What somebody has beside what they know: an authenticator app, and codes on paper for when it is lost.

ALTER TABLE users ADD COLUMN needs_second_factor boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN users.needs_second_factor IS 'Nothing but setting one up is possible without one';

CREATE TABLE authenticators (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    sealed_secret bytea NOT NULL,
    last_step bigint NOT NULL,
    set_up_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE authenticators IS 'Apps that make a code each half minute (RFC 6238)';
COMMENT ON COLUMN authenticators.sealed_secret IS 'Encrypted with FLOWAUTH_FERNET_KEY (AES-256-GCM)';
COMMENT ON COLUMN authenticators.last_step IS
    'The half minute, counted from 1970, of the last code that was used: it and earlier ones are refused';

CREATE TABLE backup_codes (
    user_id uuid NOT NULL REFERENCES authenticators ON DELETE CASCADE,
    hash text NOT NULL,
    PRIMARY KEY (user_id, hash)
);
COMMENT ON TABLE backup_codes IS 'Each is good once, in place of an authenticator''s code, and deleted by being used';
COMMENT ON COLUMN backup_codes.hash IS 'argon2id, with its parameters and salt';
