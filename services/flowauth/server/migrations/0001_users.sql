-- Who may sign in. How somebody proves who they are is apart from who they are, so that one person may have several
-- ways, a password being the first.

CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    username text NOT NULL CHECK (length(username) BETWEEN 1 AND 75),
    is_admin boolean NOT NULL DEFAULT false,
    suspended_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
-- Ana and ana are one person, also to somebody who reads a list of tokens.
CREATE UNIQUE INDEX users_username ON users (lower(username));
COMMENT ON TABLE users IS 'People; nobody is ever deleted, so that it stays known whose tokens there were';
COMMENT ON COLUMN users.username IS 'The subject of the tokens that are made for FlowAPI';

CREATE TABLE passwords (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    hash text NOT NULL,
    one_time_until timestamptz,
    changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN passwords.hash IS 'argon2id, with its parameters and salt';
COMMENT ON COLUMN passwords.one_time_until IS
    'Set for a password that somebody else knows: it must be changed at the first sign-in, and before this time';
