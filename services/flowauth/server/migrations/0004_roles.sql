-- What people may ask of a server. FlowAPI needs one role to cover a request: roles are never added up.

CREATE TABLE roles (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    server_id uuid NOT NULL REFERENCES servers ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 75),
    longest_lifetime_minutes integer NOT NULL CHECK (longest_lifetime_minutes > 0),
    latest_expiry timestamptz,
    UNIQUE (server_id, name),
    UNIQUE (id, server_id)
);

-- A scope that its server no longer has leaves every role.
CREATE TABLE role_scopes (
    role_id uuid NOT NULL,
    server_id uuid NOT NULL,
    scope text NOT NULL,
    PRIMARY KEY (role_id, scope),
    FOREIGN KEY (role_id, server_id) REFERENCES roles (id, server_id) ON DELETE CASCADE,
    FOREIGN KEY (server_id, scope) REFERENCES scopes ON DELETE CASCADE
);
CREATE INDEX role_scopes_scope ON role_scopes (server_id, scope);

CREATE TABLE role_members (
    role_id uuid NOT NULL REFERENCES roles ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (role_id, user_id)
);
CREATE INDEX role_members_user_id ON role_members (user_id);
