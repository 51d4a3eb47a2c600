-- The log of loading, and what was checked about each day that was loaded.

CREATE SCHEMA IF NOT EXISTS etl;
GRANT USAGE ON SCHEMA etl TO flowmachine;
ALTER DEFAULT PRIVILEGES IN SCHEMA etl GRANT SELECT ON TABLES TO flowmachine;

-- Only added to: the latest row of a type and day is its state.
CREATE TABLE IF NOT EXISTS etl.etl_records (
    id bigserial PRIMARY KEY,
    cdr_type text NOT NULL,
    cdr_date date NOT NULL,
    state text NOT NULL,
    timestamp timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS etl_records_latest ON etl.etl_records (cdr_type, cdr_date, timestamp DESC, id DESC);

-- Outcomes of quality checks; only added to, as the records are.
CREATE TABLE IF NOT EXISTS etl.post_etl_queries (
    id bigserial PRIMARY KEY,
    cdr_date date NOT NULL,
    cdr_type text NOT NULL,
    type_of_query_or_check text NOT NULL,
    outcome text,
    optional_comment_or_description text,
    timestamp timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS post_etl_queries_latest
    ON etl.post_etl_queries (cdr_date, cdr_type, type_of_query_or_check, timestamp DESC, id DESC);

CREATE OR REPLACE VIEW etl.ingest_state AS
    SELECT DISTINCT ON (cdr_type, cdr_date) cdr_type, cdr_date, state, timestamp
    FROM etl.etl_records
    ORDER BY cdr_type, cdr_date, timestamp DESC, id DESC;

CREATE OR REPLACE VIEW etl.available_dates AS
    SELECT cdr_type, cdr_date
    FROM etl.ingest_state
    WHERE state = 'ingested';

-- The newest outcome of each check, of days that are available.
CREATE OR REPLACE VIEW etl.deduped_post_etl_queries AS
    SELECT DISTINCT ON (checks.cdr_date, checks.cdr_type, checks.type_of_query_or_check)
        checks.cdr_date, checks.cdr_type, checks.type_of_query_or_check, checks.outcome,
        checks.optional_comment_or_description, checks.timestamp
    FROM etl.post_etl_queries AS checks
    JOIN etl.available_dates USING (cdr_date, cdr_type)
    ORDER BY checks.cdr_date, checks.cdr_type, checks.type_of_query_or_check, checks.timestamp DESC, checks.id DESC;

GRANT SELECT ON
    etl.etl_records, etl.post_etl_queries, etl.ingest_state, etl.available_dates, etl.deduped_post_etl_queries
TO flowmachine;
