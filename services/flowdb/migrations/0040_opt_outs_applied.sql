-- What applying the list of opt-outs leaves behind: which results may not be served any more, and what was removed.

-- A day that is replaced leaves results readable for a grace time, but not when somebody who has opted out was in it.
CREATE TABLE IF NOT EXISTS etl.revoked_versions (
    item text PRIMARY KEY,
    before bigint NOT NULL,
    revoked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE etl.revoked_versions IS
    'Results that have read an item in an earlier version than this are not served, in no grace time';
COMMENT ON COLUMN etl.revoked_versions.item IS 'A day of events, such as calls/2016-01-01';
GRANT SELECT ON etl.revoked_versions TO flowmachine;

-- For auditors. Only added to.
CREATE TABLE IF NOT EXISTS etl.removals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    removed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason text NOT NULL CHECK (reason IN ('opt-out', 'retention')),
    what text NOT NULL,
    day date,
    row_count bigint NOT NULL
);
COMMENT ON TABLE etl.removals IS 'What was removed from the data, when and why';
COMMENT ON COLUMN etl.removals.what IS 'Such as events.calls, or stored results, which are counted instead of their rows';
COMMENT ON COLUMN etl.removals.day IS 'The local date of the events; null for what is not of one day';

-- How often somebody phoned on a day before they opted out is nobody's business.
REVOKE ALL ON etl.removals FROM flowmachine;

-- The numbers of those who have opted out, as long as the dictionary still has them.
CREATE OR REPLACE VIEW etl.opted_out_subscribers AS
    SELECT subscriber FROM derived.subscribers JOIN etl.opt_outs USING (msisdn);
REVOKE ALL ON etl.opted_out_subscribers FROM flowmachine;

-- Ends the grace time of the results that have read a sealed day in an earlier version.
CREATE OR REPLACE FUNCTION etl.revoke_earlier(event_type text, day date) RETURNS void LANGUAGE sql AS $$
    INSERT INTO etl.revoked_versions AS revoked (item, before)
    SELECT sealed.event_type || '/' || sealed.day, version
    FROM etl.sealed_days AS sealed
    WHERE sealed.event_type = $1 AND sealed.day = $2
    ON CONFLICT (item) DO UPDATE SET before = excluded.before, revoked_at = excluded.revoked_at
$$;

-- Makes a loaded day visible, or replaces it. Called in a transaction of its own, after the load has committed. A day
-- that is sealed again without naming derived tables keeps those that it has. Where somebody was in the day before who
-- has opted out since, results of that day are not served any more from the same moment on.
CREATE OR REPLACE FUNCTION etl.seal_day(
    event_type text, day date, table_name text, row_count bigint,
    facts_table text DEFAULT NULL, visits_table text DEFAULT NULL
) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    earlier etl.sealed_days;
    new_version bigint;
    revoked boolean := false;
BEGIN
    SELECT * INTO earlier FROM etl.sealed_days AS held WHERE held.event_type = $1 AND held.day = $2;
    IF to_regclass(earlier.facts_table) IS NOT NULL THEN
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM %s JOIN etl.opted_out_subscribers USING (subscriber))',
            earlier.facts_table::regclass
        ) INTO revoked;
    END IF;
    INSERT INTO etl.sealed_days AS sealed
        (event_type, day, version, table_name, row_count, facts_table, visits_table)
    VALUES (
        $1, $2, nextval('etl.data_version_seq'), $3, $4,
        coalesce($5, earlier.facts_table), coalesce($6, earlier.visits_table)
    )
    ON CONFLICT ON CONSTRAINT sealed_days_pkey DO UPDATE SET
        version = excluded.version,
        table_name = excluded.table_name,
        facts_table = excluded.facts_table,
        visits_table = excluded.visits_table,
        row_count = excluded.row_count,
        sealed_at = excluded.sealed_at
    RETURNING version INTO new_version;
    IF revoked THEN
        PERFORM etl.revoke_earlier($1, $2);
    END IF;
    RETURN new_version;
END
$$;

REVOKE ALL ON FUNCTION etl.revoke_earlier FROM PUBLIC;

CREATE INDEX IF NOT EXISTS transactions_metadata_subscriber_id ON dfs.transactions_metadata (subscriber_id);

-- Takes those who opted out from mobile money: their side of each transaction, and transactions of which no side is
-- left. Who dealt with them keeps their own side. Mobile money has no days to replace: readers see it change with the
-- commit.
CREATE OR REPLACE FUNCTION dfs.drop_opted_out() RETURNS TABLE (what text, row_count bigint) LANGUAGE plpgsql AS $$
DECLARE
    affected bigint[];
BEGIN
    WITH gone AS (
        DELETE FROM dfs.transactions_metadata
        USING dfs.subscribers JOIN etl.opt_outs USING (msisdn)
        WHERE subscriber_id = subscribers.id
        RETURNING transaction_id
    )
    SELECT coalesce(array_agg(transaction_id), '{}') INTO affected FROM gone;
    RETURN QUERY SELECT 'dfs.transactions_metadata', cardinality(affected)::bigint;

    DELETE FROM dfs.transactions
    WHERE id = ANY (affected)
        AND NOT EXISTS (SELECT FROM dfs.transactions_metadata WHERE transaction_id = id);
    GET DIAGNOSTICS row_count = ROW_COUNT;
    what := 'dfs.transactions';
    RETURN NEXT;

    DELETE FROM dfs.subscribers USING etl.opt_outs WHERE subscribers.msisdn = opt_outs.msisdn;
    GET DIAGNOSTICS row_count = ROW_COUNT;
    what := 'dfs.subscribers';
    RETURN NEXT;
END
$$;
REVOKE ALL ON FUNCTION dfs.drop_opted_out FROM PUBLIC;
