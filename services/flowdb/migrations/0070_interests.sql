-- Who waits for what. A task that nobody wants any more is cancelled.

-- A user's interest in a query that they asked for. The empty issuer and subject stand for a request that named nobody.
CREATE TABLE IF NOT EXISTS cache.interests (
    query_id text NOT NULL REFERENCES cache.queries ON DELETE CASCADE,
    issuer text NOT NULL,
    subject text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    -- When they last asked or polled; an interest that is not seen for long lapses.
    seen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (query_id, issuer, subject)
);

-- What has to be computed for the sake of an interest: the query that was asked for, and those of its parts that were
-- missing or stale. Goes with the interest.
CREATE TABLE IF NOT EXISTS cache.wants (
    query_id text NOT NULL REFERENCES cache.queries ON DELETE CASCADE,
    asked_id text NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    PRIMARY KEY (query_id, asked_id, issuer, subject),
    FOREIGN KEY (asked_id, issuer, subject) REFERENCES cache.interests ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS wants_interest ON cache.wants (asked_id, issuer, subject);

GRANT SELECT, INSERT, UPDATE, DELETE ON cache.interests, cache.wants TO flowmachine;
