-- What queries really read: subscribers and cells as integers, and of every loaded day narrow tables that are sorted
-- by subscriber. The raw events stay as they were loaded; everything here can be made from them again.

CREATE SCHEMA IF NOT EXISTS derived;
GRANT USAGE ON SCHEMA derived TO flowmachine;
ALTER DEFAULT PRIVILEGES IN SCHEMA derived GRANT SELECT ON TABLES TO flowmachine;

-- Pseudonyms are 32 bytes; a number takes four, and sorts and joins many times faster.
CREATE TABLE IF NOT EXISTS derived.subscribers (
    subscriber integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    msisdn bytea NOT NULL UNIQUE
);

-- Every cell of infrastructure.cells, whatever its versions, and every other id that events name.
CREATE TABLE IF NOT EXISTS derived.cells (
    cell integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    location_id text NOT NULL UNIQUE
);
GRANT SELECT ON derived.subscribers, derived.cells TO flowmachine;

-- Cells are numbered as soon as they are known, so that an id which turns up in events later changes nothing that
-- queries have read: it has no place.
CREATE OR REPLACE FUNCTION derived.number_cells() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO derived.cells (location_id)
    SELECT DISTINCT id FROM infrastructure.cells
    WHERE NOT EXISTS (SELECT FROM derived.cells AS known WHERE known.location_id = id)
    ORDER BY id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER number_cells AFTER INSERT OR UPDATE ON infrastructure.cells
    FOR EACH STATEMENT EXECUTE FUNCTION derived.number_cells();

-- Numbers the subscribers and cells of a table of events that are new. One caller at a time, and in a transaction
-- of its own: two days that are loaded at once would otherwise wait for each other, each for the other's new numbers.
CREATE OR REPLACE FUNCTION derived.number_day(raw regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('derived.subscribers'::regclass::oid::integer, 0);
    EXECUTE format(
        'INSERT INTO derived.subscribers (msisdn)
         SELECT DISTINCT msisdn FROM %s AS raw
         WHERE NOT EXISTS (SELECT FROM derived.subscribers AS known WHERE known.msisdn = raw.msisdn)',
        raw
    );
    EXECUTE format(
        'INSERT INTO derived.cells (location_id)
         SELECT DISTINCT location_id FROM %s AS raw
         WHERE location_id <> ''''
           AND NOT EXISTS (SELECT FROM derived.cells AS known WHERE known.location_id = raw.location_id)',
        raw
    );
END
$$;

-- Derives a day whose subscribers and cells are numbered, into new tables called facts_<name> and visits_<name>.
-- The session's time zone must be the deployment's.
CREATE OR REPLACE FUNCTION derived.derive_day(event_type text, day date, raw regclass, name text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    midnight CONSTANT timestamptz := day::timestamptz;
    -- On days when the clock changes, hours since midnight are not those of the clock.
    plain CONSTANT boolean := (day + 1)::timestamptz - midnight = interval '24 hours';
    hour CONSTANT text := CASE WHEN plain
        THEN 'moment / 3600000'
        ELSE format('extract(hour FROM %L::timestamptz + moment * interval ''1 millisecond'')::integer', midnight)
    END;
    outgoing CONSTANT text := CASE WHEN event_type IN ('calls', 'sms', 'forwards') THEN 'outgoing' ELSE 'NULL::boolean' END;
BEGIN
    EXECUTE format(
        'CREATE TABLE derived.%I AS
         SELECT subscriber, (date_part(''epoch'', datetime - %L::timestamptz) * 1000)::integer AS moment, cell,
           %s AS outgoing
         FROM %s AS raw
         JOIN derived.subscribers USING (msisdn)
         LEFT JOIN derived.cells USING (location_id)
         ORDER BY subscriber, moment',
        'facts_' || name, midnight, outgoing, raw
    );
    EXECUTE format(
        'CREATE TABLE derived.%I AS
         SELECT subscriber, cell, count(*)::integer AS events, max(moment) AS last, bit_or(1 << (%s)) AS hours
         FROM derived.%I
         WHERE cell IS NOT NULL
         GROUP BY subscriber, cell
         ORDER BY subscriber, cell',
        'visits_' || name, hour, 'facts_' || name
    );
    -- For questions about a few subscribers.
    EXECUTE format('CREATE INDEX ON derived.%I (subscriber)', 'facts_' || name);
    EXECUTE format('CREATE INDEX ON derived.%I (subscriber)', 'visits_' || name);
    EXECUTE format('ANALYZE derived.%I', 'facts_' || name);
    EXECUTE format('ANALYZE derived.%I', 'visits_' || name);
END
$$;

REVOKE ALL ON FUNCTION derived.number_cells, derived.number_day, derived.derive_day FROM PUBLIC;
