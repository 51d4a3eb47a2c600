-- Who is signed in, and who has tried to.

CREATE TABLE sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz
);
CREATE INDEX sessions_user_id ON sessions (user_id);
COMMENT ON TABLE sessions IS 'One sign-in, and the family of refresh tokens that came of it';

CREATE TABLE refresh_tokens (
    digest bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);
COMMENT ON COLUMN refresh_tokens.digest IS 'SHA-256: the tokens themselves are not kept';
COMMENT ON COLUMN refresh_tokens.used_at IS 'A token that comes again after this has been copied; its session is ended';

CREATE TABLE sign_in_attempts (
    kind text NOT NULL CHECK (kind IN ('account', 'address')),
    subject bytea NOT NULL,
    failures integer NOT NULL,
    last_failed_at timestamptz NOT NULL,
    PRIMARY KEY (kind, subject)
);
COMMENT ON TABLE sign_in_attempts IS 'Failures in a row, by account and by address, which make the next ones wait';
COMMENT ON COLUMN sign_in_attempts.subject IS 'A keyed hash: some people type their password where their name belongs';
