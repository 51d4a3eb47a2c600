-- The ledger as a chain: every computation, every grant of a result with how it ended, and every cancellation is a line
-- of text that holds the hash of the line before it. docs/ledger.md tells outsiders how to check it.

-- What is hashed is what is stored: the bytes of `record`, in UTF-8, by SHA-256. Nothing has to be put into a canonical
-- form again by whoever checks it, and a dump and a restore keep it as it is.
CREATE TABLE IF NOT EXISTS ledger.entries (
    entry bigint PRIMARY KEY,
    record text NOT NULL
);
ALTER TABLE ledger.entries OWNER TO flowkit_ledger;

-- The last entry and its hash. Who appends holds this row until the end of its transaction, so that the order of the
-- entries is the order in which they are committed.
CREATE TABLE IF NOT EXISTS ledger.head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    entry bigint NOT NULL,
    hash text NOT NULL
);
ALTER TABLE ledger.head OWNER TO flowkit_ledger;
INSERT INTO ledger.head (entry, hash) VALUES (0, repeat('0', 64)) ON CONFLICT DO NOTHING;

CREATE OR REPLACE TRIGGER only_additions BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON ledger.head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- A run is entered once, and a grant is closed once, whoever tries it again.
CREATE UNIQUE INDEX IF NOT EXISTS entries_run ON ledger.entries
    (((record::jsonb #>> '{details,run}')::bigint)) WHERE record::jsonb ->> 'type' = 'run';
CREATE UNIQUE INDEX IF NOT EXISTS entries_closing ON ledger.entries
    (((record::jsonb #>> '{details,grant}')::bigint)) WHERE record::jsonb ->> 'type' = 'closing';
CREATE INDEX IF NOT EXISTS entries_query_id ON ledger.entries ((record::jsonb #>> '{details,query_id}'));

-- Moments as they stand in records.
CREATE OR REPLACE FUNCTION ledger.moment(at timestamptz) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;
ALTER FUNCTION ledger.moment OWNER TO flowkit_ledger;

-- Appends a line and answers its number. A transaction that keeps its snapshot is refused by PostgreSQL when others
-- have appended since: append in a short one, as the last thing that it does.
CREATE OR REPLACE FUNCTION ledger.append(entry_type text, details jsonb) RETURNS bigint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last ledger.head;
    line text;
BEGIN
    SELECT * INTO STRICT last FROM ledger.head FOR UPDATE;
    line := format(
        '{"version": 1, "entry": %s, "at": "%s", "previous": "%s", "type": "%s", "details": %s}',
        last.entry + 1, ledger.moment(clock_timestamp()), last.hash, entry_type, details
    );
    INSERT INTO ledger.entries (entry, record) VALUES (last.entry + 1, line);
    UPDATE ledger.head SET entry = last.entry + 1, hash = encode(sha256(convert_to(line, 'UTF8')), 'hex');
    RETURN last.entry + 1;
END
$$;
ALTER FUNCTION ledger.append OWNER TO flowkit_ledger;

-- Grants that were noted before there was a chain are moved into it, and say when they were made.
DO $$
BEGIN
    IF (SELECT relkind FROM pg_class WHERE oid = to_regclass('ledger.grants')) = 'r' THEN
        PERFORM ledger.append('grant', to_jsonb(given) - 'entry' || jsonb_build_object(
            'granted_at', ledger.moment(granted_at)
        ))
        FROM (SELECT * FROM ledger.grants ORDER BY entry) AS given;
        DROP TABLE ledger.grants;
    END IF;
END
$$;

-- Appends a grant and answers its number. Nothing is given before this has been committed.
CREATE OR REPLACE FUNCTION ledger.append_grant(
    issuer text, subject text, token_id text, query_id text, spec jsonb, run bigint, format text,
    data_versions jsonb, rows_released bigint, cells_left_out bigint
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF num_nulls(subject, query_id, spec, run, format, data_versions, rows_released) > 0 THEN
        RAISE EXCEPTION 'a grant says to whom, of what and how much' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    RETURN ledger.append('grant', jsonb_build_object(
        'issuer', issuer, 'subject', subject, 'token_id', token_id, 'query_id', query_id, 'spec', spec, 'run', run,
        'format', format, 'data_versions', data_versions, 'rows_released', rows_released,
        'cells_left_out', cells_left_out
    ));
END
$$;
ALTER FUNCTION ledger.append_grant OWNER TO flowkit_ledger;

-- Appends how a grant to somebody ended, and after how many bytes; answers its number. The first word counts: who says
-- it again is answered the number that there is.
CREATE OR REPLACE FUNCTION ledger.close_grant(
    grant_entry bigint, issuer text, subject text, outcome text, bytes bigint
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    closing bigint;
BEGIN
    IF num_nulls(outcome, bytes) > 0 OR outcome NOT IN ('whole', 'broken off', 'failed') THEN
        RAISE EXCEPTION 'a grant ends whole, broken off or failed' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM ledger.entries AS given
        WHERE given.entry = grant_entry AND given.record::jsonb ->> 'type' = 'grant'
            AND given.record::jsonb #>> '{details,subject}' = close_grant.subject
            AND given.record::jsonb #>> '{details,issuer}' IS NOT DISTINCT FROM close_grant.issuer
    ) THEN
        RAISE EXCEPTION 'there is no such grant' USING ERRCODE = 'no_data_found';
    END IF;
    PERFORM FROM ledger.head FOR UPDATE;
    SELECT entry INTO closing FROM ledger.entries
    WHERE record::jsonb ->> 'type' = 'closing' AND (record::jsonb #>> '{details,grant}')::bigint = grant_entry;
    RETURN coalesce(closing, ledger.append('closing', jsonb_build_object(
        'grant', grant_entry, 'outcome', outcome, 'bytes', bytes
    )));
END
$$;
ALTER FUNCTION ledger.close_grant OWNER TO flowkit_ledger;

-- Appends a computation that has ended, and answers its number.
CREATE OR REPLACE FUNCTION ledger.append_run(
    run bigint, query_id text, form text, spec jsonb, wanted_by jsonb, worker text, started_at timestamptz,
    finished_at timestamptz, outcome text, reason text, data_versions jsonb, rows_stored bigint, cells_left_out bigint
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF num_nulls(run, query_id, outcome) > 0 THEN
        RAISE EXCEPTION 'a run says of what it was and how it ended' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    RETURN ledger.append('run', jsonb_build_object(
        'run', run, 'query_id', query_id, 'form', form, 'spec', spec, 'wanted_by', coalesce(wanted_by, '[]'),
        'worker', worker, 'started_at', ledger.moment(started_at), 'finished_at', ledger.moment(finished_at),
        'outcome', outcome, 'reason', reason, 'data_versions', data_versions, 'rows_stored', rows_stored,
        'cells_left_out', cells_left_out
    ));
END
$$;
ALTER FUNCTION ledger.append_run OWNER TO flowkit_ledger;

-- Appends that somebody's interest in a query has ended, and how many queries were cancelled by that.
CREATE OR REPLACE FUNCTION ledger.append_cancel(
    issuer text, subject text, token_id text, query_id text, spec jsonb, outcome text, queries_cancelled integer
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF num_nulls(subject, query_id, outcome) > 0 THEN
        RAISE EXCEPTION 'a cancellation says whose, of what, and what came of it'
            USING ERRCODE = 'null_value_not_allowed';
    END IF;
    RETURN ledger.append('cancel', jsonb_build_object(
        'issuer', issuer, 'subject', subject, 'token_id', token_id, 'query_id', query_id, 'spec', spec,
        'outcome', outcome, 'queries_cancelled', queries_cancelled
    ));
END
$$;
ALTER FUNCTION ledger.append_cancel OWNER TO flowkit_ledger;

-- The ledger as people read it: a grant and its closing are one row. A grant without a closing is 'open': it is being
-- delivered, or whoever delivered it was killed. Of those that are older than the chain it is 'unknown'.
CREATE OR REPLACE VIEW ledger.history AS
SELECT
    noted.entry,
    coalesce(details ->> 'granted_at', line ->> 'at')::timestamptz AS at,
    line ->> 'type' AS type,
    details ->> 'issuer' AS issuer,
    details ->> 'subject' AS subject,
    details ->> 'token_id' AS token_id,
    details -> 'wanted_by' AS wanted_by,
    noted.record::jsonb #>> '{details,query_id}' AS query_id,
    details #>> '{spec,query_kind}' AS kind,
    details -> 'spec' AS spec,
    (details ->> 'run')::bigint AS run,
    details ->> 'form' AS form,
    details ->> 'format' AS format,
    details -> 'data_versions' AS data_versions,
    coalesce(details ->> 'rows_released', details ->> 'rows_stored')::bigint AS rows,
    (details ->> 'cells_left_out')::bigint AS cells_left_out,
    CASE
        WHEN line ->> 'type' <> 'grant' THEN details ->> 'outcome'
        WHEN details ? 'granted_at' THEN 'unknown'
        ELSE coalesce(closing.record::jsonb #>> '{details,outcome}', 'open')
    END AS outcome,
    details ->> 'reason' AS reason,
    (closing.record::jsonb #>> '{details,bytes}')::bigint AS bytes,
    (closing.record::jsonb ->> 'at')::timestamptz AS closed_at
FROM ledger.entries AS noted
CROSS JOIN LATERAL (SELECT noted.record::jsonb AS line) AS parsed
CROSS JOIN LATERAL (SELECT line -> 'details' AS details) AS parts
LEFT JOIN ledger.entries AS closing
    ON closing.record::jsonb ->> 'type' = 'closing'
    AND (closing.record::jsonb #>> '{details,grant}')::bigint = noted.entry
WHERE line ->> 'type' <> 'closing';
ALTER VIEW ledger.history OWNER TO flowkit_ledger;

REVOKE ALL ON FUNCTION
    ledger.moment, ledger.append, ledger.append_grant, ledger.close_grant, ledger.append_run, ledger.append_cancel
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    ledger.append_grant, ledger.close_grant, ledger.append_run, ledger.append_cancel
TO flowmachine;
GRANT SELECT ON ledger.entries, ledger.head, ledger.history TO flowmachine;
