-- Which tokens have been revoked before their end.

CREATE TABLE revocations (
    token_id uuid PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz NOT NULL DEFAULT now(),
    because text NOT NULL CHECK (because IN (
        'owner', 'administrator', 'user_suspended', 'role_taken', 'role_changed', 'role_removed', 'role_ended',
        'server_ended', 'server_removed'
    ))
);
CREATE INDEX revocations_expires_at ON revocations (expires_at);
COMMENT ON TABLE revocations IS 'They outlive what is known of the token, which goes with its server';
COMMENT ON COLUMN revocations.expires_at IS 'When the token ends by itself, and leaves the list';

CREATE TABLE revocation_list (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number bigint NOT NULL
);
INSERT INTO revocation_list (number) VALUES (0);
COMMENT ON COLUMN revocation_list.number IS 'Of the last list that was signed';

ALTER TABLE servers ADD COLUMN refuses_revoked boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN servers.refuses_revoked IS 'Whether the server says that it refuses tokens that have been revoked';
