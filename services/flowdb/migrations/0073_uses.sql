-- How often and how lately stored results are used: what is worth least goes first when the cache is full. A table of
-- its own, since computations keep a snapshot of cache.results, and a change of its rows would break them off.
CREATE SEQUENCE IF NOT EXISTS cache.use_seq;
CREATE TABLE IF NOT EXISTS cache.uses (
    run bigint PRIMARY KEY REFERENCES cache.results (run) ON DELETE CASCADE,
    uses bigint NOT NULL,
    last_used_at timestamptz NOT NULL DEFAULT now(),
    -- The natural logarithm of FlowKit's cache_score_multiplier, which itself outgrows any number with time.
    weight double precision NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON cache.uses TO flowmachine;
GRANT USAGE ON SEQUENCE cache.use_seq TO flowmachine;
