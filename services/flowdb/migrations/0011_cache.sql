-- The working memory of the query engine: which queries are known, who computes what, which results are stored.
-- PostgreSQL decides; Redis only wakes workers. Per-subscriber tables live here, so nobody but FlowMachine may look.

CREATE SCHEMA IF NOT EXISTS cache;
GRANT USAGE, CREATE ON SCHEMA cache TO flowmachine;

-- Every query that was ever asked, whole or as a part of another one.
CREATE TABLE IF NOT EXISTS cache.queries (
    query_id text PRIMARY KEY,
    -- 'stored': the plain table, for use in other queries; 'released': redacted, what people get
    form text NOT NULL CHECK (form IN ('stored', 'released')),
    kind text NOT NULL,
    spec jsonb NOT NULL,
    -- Asked for by somebody, and so visible outside. The parts of a query are not.
    top_level boolean NOT NULL,
    first_asked_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS cache.query_children (
    query_id text NOT NULL REFERENCES cache.queries ON DELETE CASCADE,
    child_id text NOT NULL REFERENCES cache.queries ON DELETE CASCADE,
    PRIMARY KEY (query_id, child_id)
);
CREATE INDEX IF NOT EXISTS query_children_child_id ON cache.query_children (child_id);

-- What has to be computed, is being computed, or could not be. A query whose result is stored has no row.
CREATE TABLE IF NOT EXISTS cache.tasks (
    query_id text PRIMARY KEY REFERENCES cache.queries ON DELETE CASCADE,
    state text NOT NULL CHECK (state IN ('queued', 'executing', 'errored', 'cancelled')),
    queued_at timestamptz NOT NULL DEFAULT now(),
    -- How many levels of parts the query has: those with fewer are computed first.
    depth integer NOT NULL,
    -- Why it failed, in words for the person who asked.
    reason text
);
CREATE INDEX IF NOT EXISTS tasks_waiting ON cache.tasks (queued_at, depth, query_id) WHERE state = 'queued';

-- The processes that compute. A row is kept fresh by its owner; one that is not belongs to a dead process.
CREATE TABLE IF NOT EXISTS cache.workers (
    worker_id text PRIMARY KEY,
    host text NOT NULL,
    pid integer NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    heartbeat_at timestamptz NOT NULL DEFAULT now()
);

-- Numbers every attempt at computing a query. It names the attempt's table and fences off an earlier owner:
-- only who still holds the claim with its number may publish.
CREATE SEQUENCE IF NOT EXISTS cache.run_seq;

CREATE TABLE IF NOT EXISTS cache.claims (
    query_id text PRIMARY KEY REFERENCES cache.queries ON DELETE CASCADE,
    run bigint NOT NULL UNIQUE,
    worker_id text NOT NULL REFERENCES cache.workers,
    backend_pid integer NOT NULL,
    backend_started_at timestamptz NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT now()
);

-- One row per attempt: shows that nothing was computed twice.
CREATE TABLE IF NOT EXISTS cache.runs (
    run bigint PRIMARY KEY,
    query_id text NOT NULL,
    worker_id text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    -- null while it runs; 'unneeded' when a fresh result was found after all; 'postponed' when a part turned out to
    -- be missing or stale, or the process was stopped; 'lost' when its owner died
    outcome text CHECK (outcome IN ('published', 'failed', 'unneeded', 'postponed', 'lost'))
);
CREATE INDEX IF NOT EXISTS runs_query_id ON cache.runs (query_id);

-- Pointers to stored results. The newest run of a query is the one that is served.
CREATE TABLE IF NOT EXISTS cache.results (
    query_id text NOT NULL REFERENCES cache.queries ON DELETE CASCADE,
    run bigint NOT NULL UNIQUE,
    table_schema text NOT NULL CHECK (table_schema IN ('cache', 'released')),
    table_name text NOT NULL,
    row_count bigint NOT NULL,
    -- Released results only: the threshold that was applied and how many cells of the full grid are left out.
    threshold integer,
    cells_left_out bigint,
    -- What the events were read from, by this query or its parts.
    sources text[] NOT NULL,
    compute_ms double precision NOT NULL,
    size_bytes bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- When a newer run took its place; its table goes after a grace time.
    superseded_at timestamptz,
    PRIMARY KEY (query_id, run)
);
CREATE UNIQUE INDEX IF NOT EXISTS results_current ON cache.results (query_id) WHERE superseded_at IS NULL;

-- The data versions that a run read, by the names of etl.data_versions; an absent day counts as version 0.
CREATE TABLE IF NOT EXISTS cache.result_versions (
    query_id text NOT NULL,
    run bigint NOT NULL,
    item text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (query_id, run, item),
    FOREIGN KEY (query_id, run) REFERENCES cache.results ON DELETE CASCADE
);

GRANT SELECT, INSERT, UPDATE, DELETE ON
    cache.queries, cache.query_children, cache.tasks, cache.workers, cache.claims, cache.runs, cache.results,
    cache.result_versions
TO flowmachine;
GRANT USAGE ON SEQUENCE cache.run_seq TO flowmachine;
