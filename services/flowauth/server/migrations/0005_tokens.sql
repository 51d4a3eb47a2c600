-- Which tokens were made, for whom and with what. The tokens themselves are shown once and not kept.

CREATE TABLE tokens (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    server_id uuid NOT NULL REFERENCES servers ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 75),
    size_bytes integer NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX tokens_server_id ON tokens (server_id, expires_at);
CREATE INDEX tokens_user_id ON tokens (user_id, server_id);
COMMENT ON COLUMN tokens.id IS 'The claim jti';

CREATE TABLE token_roles (
    token_id uuid NOT NULL REFERENCES tokens ON DELETE CASCADE,
    role_name text NOT NULL,
    role_id uuid REFERENCES roles ON DELETE SET NULL,
    scopes text[],
    PRIMARY KEY (token_id, role_name)
);
CREATE INDEX token_roles_role_id ON token_roles (role_id);
COMMENT ON COLUMN token_roles.role_id IS 'Null once the role has been deleted';
COMMENT ON COLUMN token_roles.scopes IS 'The part of the role that was asked for; null means the whole role';
