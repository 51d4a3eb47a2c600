-- What has been done, by whom and from where. It refers to nothing, so that it outlives what it tells of.

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    event text NOT NULL,
    username text,
    address text,
    about text,
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_username ON audit (lower(username), id);
CREATE INDEX audit_event ON audit (event, id);
COMMENT ON COLUMN audit.username IS 'Who; null where nobody is known by the name that was given, and for commands';
COMMENT ON COLUMN audit.address IS 'From where; null for commands';
COMMENT ON COLUMN audit.about IS 'The name of what it was done to, at that time';

-- FlowAuth adds to it and reads it. Whatever goes wrong in FlowAuth, it can change nothing of it.
REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM CURRENT_USER;
