-- The FlowAPI servers that tokens are made for, and what can be asked of them.

CREATE TABLE servers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 120),
    description_url text,
    longest_lifetime_minutes integer NOT NULL CHECK (longest_lifetime_minutes > 0),
    latest_expiry timestamptz,
    scopes_read_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN servers.name IS 'What the server calls itself, FLOWAPI_IDENTIFIER: the audience of its tokens';
COMMENT ON COLUMN servers.description_url IS 'Where its OpenAPI document is; null where one was uploaded';
COMMENT ON COLUMN servers.latest_expiry IS 'No token lives longer; null means that only the lifetime limits them';

CREATE TABLE scopes (
    server_id uuid NOT NULL REFERENCES servers ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    PRIMARY KEY (server_id, name)
);
