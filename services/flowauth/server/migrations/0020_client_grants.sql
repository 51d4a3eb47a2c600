-- Command lines that people have let in (RFC 8628): what one asks for, and what it may then renew by itself.

CREATE TABLE device_requests (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    device_digest bytea NOT NULL UNIQUE,
    user_digest bytea NOT NULL UNIQUE,
    client text NOT NULL CHECK (length(client) BETWEEN 1 AND 75),
    address text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    polled_at timestamptz,
    interval_seconds integer NOT NULL,
    denied_at timestamptz,
    user_id uuid REFERENCES users ON DELETE CASCADE,
    server_id uuid REFERENCES servers ON DELETE CASCADE,
    choice jsonb,
    taken_at timestamptz,
    CHECK ((user_id IS NULL) = (choice IS NULL) AND (server_id IS NULL) = (choice IS NULL))
);
CREATE INDEX device_requests_address ON device_requests (address);
COMMENT ON COLUMN device_requests.device_digest IS 'SHA-256 of what the client polls with';
COMMENT ON COLUMN device_requests.user_digest IS 'A keyed hash of the code that a person types: it is short';
COMMENT ON COLUMN device_requests.client IS 'What the client says that it is';
COMMENT ON COLUMN device_requests.choice IS 'The roles, and what is taken of each; null until somebody has let it in';
COMMENT ON COLUMN device_requests.taken_at IS 'When the client was given its token: it gets one';

CREATE TABLE client_grants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    token_id uuid NOT NULL REFERENCES tokens ON DELETE CASCADE,
    lifetime_minutes integer CHECK (lifetime_minutes > 0),
    client text NOT NULL,
    address text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz
);
CREATE INDEX client_grants_user_id ON client_grants (user_id);
COMMENT ON TABLE client_grants IS 'A client that may make one token again and again, without its owner';
COMMENT ON COLUMN client_grants.token_id IS 'The first token: what it was made of is what the next ones are made of';
COMMENT ON COLUMN client_grants.lifetime_minutes IS 'Of each token; null means as long as possible';

CREATE TABLE client_refresh_tokens (
    digest bytea PRIMARY KEY,
    grant_id uuid NOT NULL REFERENCES client_grants ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX client_refresh_tokens_grant_id ON client_refresh_tokens (grant_id);
COMMENT ON COLUMN client_refresh_tokens.digest IS 'SHA-256: the tokens themselves are not kept';
COMMENT ON COLUMN client_refresh_tokens.used_at IS 'A token that comes again after this has been copied; its grant is ended';
