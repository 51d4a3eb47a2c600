-- What a result was computed from. Every change of the data raises a version, and a stored result that recorded
-- another version of anything it read is stale.

-- One sequence numbers all versions, so that a day which is withdrawn and loaded again never gets an old number.
CREATE SEQUENCE IF NOT EXISTS etl.data_version_seq;

-- The days that queries can see, and the table that each is read from.
CREATE TABLE IF NOT EXISTS etl.sealed_days (
    event_type text NOT NULL CHECK (event_type IN ('calls', 'sms', 'mds', 'topups', 'forwards')),
    day date NOT NULL,
    version bigint NOT NULL,
    table_name text NOT NULL,
    facts_table text NOT NULL,
    visits_table text NOT NULL,
    row_count bigint NOT NULL CHECK (row_count >= 0),
    sealed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_type, day)
);
COMMENT ON TABLE etl.sealed_days IS 'The days that queries can see; a day that is not here does not exist for them';
COMMENT ON COLUMN etl.sealed_days.table_name IS 'The raw events; tables are named with their schema';
COMMENT ON COLUMN etl.sealed_days.facts_table IS
    'One row per event: subscriber, moment (ms since the local midnight), cell, outgoing; sorted by subscriber';
COMMENT ON COLUMN etl.sealed_days.visits_table IS
    'One row per subscriber and cell: events, last moment, and the hours of the local clock as a bit mask';

-- Makes a loaded day visible, or replaces it. Called in a transaction of its own, after the load has committed. A day
-- that is sealed again without naming derived tables keeps those that it has.
CREATE OR REPLACE FUNCTION etl.seal_day(
    event_type text, day date, table_name text, row_count bigint,
    facts_table text DEFAULT NULL, visits_table text DEFAULT NULL
) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO etl.sealed_days AS sealed
        (event_type, day, version, table_name, row_count, facts_table, visits_table)
    SELECT $1, $2, nextval('etl.data_version_seq'), $3, $4, coalesce($5, held.facts_table), coalesce($6, held.visits_table)
    FROM (SELECT) AS nothing
    LEFT JOIN etl.sealed_days AS held ON held.event_type = $1 AND held.day = $2
    ON CONFLICT ON CONSTRAINT sealed_days_pkey DO UPDATE SET
        version = excluded.version,
        table_name = excluded.table_name,
        facts_table = excluded.facts_table,
        visits_table = excluded.visits_table,
        row_count = excluded.row_count,
        sealed_at = excluded.sealed_at
    RETURNING version
$$;

-- The reference data that queries read beside the events.
CREATE TABLE IF NOT EXISTS etl.reference_versions (
    item text PRIMARY KEY,
    version bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE etl.reference_versions IS 'Versions of boundaries, cells and device types; raised by triggers';

CREATE OR REPLACE FUNCTION etl.raise_reference_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO etl.reference_versions AS reference (item, version)
    VALUES (TG_ARGV[0], nextval('etl.data_version_seq'))
    ON CONFLICT (item) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER raise_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON geography.geoms
    FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('boundaries');
CREATE OR REPLACE TRIGGER raise_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON infrastructure.cells
    FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('cells');
CREATE OR REPLACE TRIGGER raise_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON infrastructure.tacs
    FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('tacs');

-- Days and reference data under one name each, e.g. 'calls/2016-01-01' and 'boundaries'.
CREATE OR REPLACE VIEW etl.data_versions AS
    SELECT event_type || '/' || day AS item, version, sealed_at AS changed_at FROM etl.sealed_days
    UNION ALL
    SELECT item, version, changed_at FROM etl.reference_versions;

-- The version of a table that nothing watches, such as an administrator's mapping table: a digest of its rows,
-- whatever their order. Rows are few: one per cell.
CREATE OR REPLACE FUNCTION etl.content_version(content regclass) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    digest bigint;
BEGIN
    EXECUTE format(
        'SELECT coalesce(bit_xor(hashtextextended(r::text, 0)), 0) # hashint8extended(count(*), 1) FROM %s AS r',
        content
    ) INTO digest;
    RETURN digest;
END
$$;

REVOKE ALL ON FUNCTION etl.seal_day, etl.raise_reference_version, etl.content_version FROM PUBLIC;
GRANT EXECUTE ON FUNCTION etl.content_version TO flowmachine;
GRANT SELECT ON etl.sealed_days, etl.reference_versions, etl.data_versions TO flowmachine;
