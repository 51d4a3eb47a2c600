-- Name: cache; Type: SCHEMA; Schema: -
CREATE SCHEMA cache;

-- Name: derived; Type: SCHEMA; Schema: -
CREATE SCHEMA derived;

-- Name: dfs; Type: SCHEMA; Schema: -
CREATE SCHEMA dfs;

-- Name: etl; Type: SCHEMA; Schema: -
CREATE SCHEMA etl;

-- Name: events; Type: SCHEMA; Schema: -
CREATE SCHEMA events;

-- Name: flowkit; Type: SCHEMA; Schema: -
CREATE SCHEMA flowkit;

-- Name: geography; Type: SCHEMA; Schema: -
CREATE SCHEMA geography;

-- Name: infrastructure; Type: SCHEMA; Schema: -
CREATE SCHEMA infrastructure;

-- Name: ledger; Type: SCHEMA; Schema: -; Owner: flowkit_ledger
CREATE SCHEMA ledger;

ALTER SCHEMA ledger OWNER TO flowkit_ledger;

-- Name: released; Type: SCHEMA; Schema: -
CREATE SCHEMA released;

-- Name: subsets; Type: SCHEMA; Schema: -
CREATE SCHEMA subsets;

-- Name: postgis; Type: EXTENSION; Schema: -; Owner: -
CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;

-- Name: EXTENSION postgis; Type: COMMENT; Schema: -; Owner: 
COMMENT ON EXTENSION postgis IS 'PostGIS geometry and geography spatial types and functions';

-- Name: tsm_system_rows; Type: EXTENSION; Schema: -; Owner: -
CREATE EXTENSION IF NOT EXISTS tsm_system_rows WITH SCHEMA public;

-- Name: EXTENSION tsm_system_rows; Type: COMMENT; Schema: -; Owner: 
COMMENT ON EXTENSION tsm_system_rows IS 'TABLESAMPLE method which accepts number of rows as a limit';

-- Name: hartigan_clusters; Type: TYPE; Schema: public
CREATE TYPE public.hartigan_clusters AS (
	clusters public.geography[],
	rank integer[],
	weights integer[],
	site_ids text[],
	versions text[]
);

-- Name: hartigan_visits; Type: TYPE; Schema: public
CREATE TYPE public.hartigan_visits AS (
	site_ids text[],
	versions integer[],
	weights integer[],
	radius double precision,
	buffer double precision,
	call_threshold integer
);

-- Name: check_task_move(); Type: FUNCTION; Schema: cache
CREATE FUNCTION cache.check_task_move() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    came_from CONSTANT text := CASE WHEN TG_OP = 'INSERT' THEN 'idle' ELSE OLD.state END;
    goes_to CONSTANT text := CASE WHEN TG_OP = 'DELETE' THEN 'idle' ELSE NEW.state END;
BEGIN
    IF came_from <> goes_to AND NOT EXISTS (
        SELECT FROM cache.task_moves WHERE from_state = came_from AND to_state = goes_to
    ) THEN
        RAISE EXCEPTION 'a query that is % cannot become %', came_from, goes_to USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;

-- Name: slice(text); Type: FUNCTION; Schema: cache
CREATE FUNCTION cache.slice(query text) RETURNS SETOF record
    LANGUAGE plpgsql STABLE COST 1e+07 PARALLEL SAFE
    SET max_parallel_workers_per_gather TO '0'
    AS $$
BEGIN
    RETURN QUERY EXECUTE query;
END
$$;

-- Name: cluster_sites(public.geometry[], integer[], double precision); Type: FUNCTION; Schema: derived
CREATE FUNCTION derived.cluster_sites(points public.geometry[], weights integer[], radius double precision) RETURNS TABLE(centre public.geometry, weight integer, members integer[])
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    centres public.geometry[] = '{}';
    cluster_weights integer[] = '{}';
    -- The cluster of each site.
    clusters integer[] = '{}';
    found integer;
    share double precision;
BEGIN
    FOR site IN 1 .. cardinality(points) LOOP
        found = 1;
        WHILE found <= cardinality(centres) AND NOT public.ST_DWithin(
            centres[found]::public.geography, points[site]::public.geography, radius * 1000
        ) LOOP
            found = found + 1;
        END LOOP;
        clusters = clusters || found;
        IF found > cardinality(centres) THEN
            centres = centres || points[site];
            cluster_weights = cluster_weights || weights[site];
        ELSE
            cluster_weights[found] = cluster_weights[found] + weights[site];
            share = weights[site]::double precision / cluster_weights[found];
            centres[found] = public.ST_SetSRID(
                public.ST_MakePoint(
                    public.ST_X(centres[found]) * (1 - share) + public.ST_X(points[site]) * share,
                    public.ST_Y(centres[found]) * (1 - share) + public.ST_Y(points[site]) * share
                ),
                4326
            );
        END IF;
    END LOOP;
    FOR cluster IN 1 .. cardinality(centres) LOOP
        centre = centres[cluster];
        weight = cluster_weights[cluster];
        members = array_positions(clusters, cluster);
        RETURN NEXT;
    END LOOP;
END
$$;

-- Name: derive_day(text, date, regclass, text); Type: FUNCTION; Schema: derived
CREATE FUNCTION derived.derive_day(event_type text, day date, raw regclass, name text) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

-- Name: number_cells(); Type: FUNCTION; Schema: derived
CREATE FUNCTION derived.number_cells() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO derived.cells (location_id)
    SELECT DISTINCT id FROM infrastructure.cells
    WHERE NOT EXISTS (SELECT FROM derived.cells AS known WHERE known.location_id = id)
    ORDER BY id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

-- Name: number_day(regclass); Type: FUNCTION; Schema: derived
CREATE FUNCTION derived.number_day(raw regclass) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

-- Name: drop_opted_out(); Type: FUNCTION; Schema: dfs
CREATE FUNCTION dfs.drop_opted_out() RETURNS TABLE(what text, row_count bigint)
    LANGUAGE plpgsql
    AS $$
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

    IF cardinality(affected) > 0 THEN
        INSERT INTO etl.revoked_versions AS revoked (item, before)
        SELECT item, version FROM etl.reference_versions WHERE item = 'mobile_money'
        ON CONFLICT ON CONSTRAINT revoked_versions_pkey DO UPDATE SET
            before = excluded.before,
            revoked_at = excluded.revoked_at;
    END IF;
END
$$;

-- Name: check_day(text, date, regclass); Type: FUNCTION; Schema: etl
CREATE FUNCTION etl.check_day(event_type text, day date, raw regclass) RETURNS void
    LANGUAGE plpgsql
    AS $_$
DECLARE
    conversation CONSTANT boolean := event_type IN ('calls', 'sms', 'forwards');
    -- Each a name and an expression over the day's rows.
    figures text[] := ARRAY[
        ['count_added_rows', 'count(*)'],
        ['count_imeis', 'count(DISTINCT imei)'],
        ['count_imsis', 'count(DISTINCT imsi)'],
        ['count_msisdns', 'count(DISTINCT msisdn)'],
        ['count_location_ids', 'count(DISTINCT location_id)'],
        ['count_locatable_location_ids', 'count(DISTINCT location_id) FILTER (WHERE locatable)'],
        ['count_locatable_events', 'count(*) FILTER (WHERE locatable)'],
        ['count_null_imeis', 'count(*) FILTER (WHERE imei IS NULL)'],
        ['count_null_imsis', 'count(*) FILTER (WHERE imsi IS NULL)'],
        ['count_null_location_ids', 'count(*) FILTER (WHERE location_id IS NULL)'],
        ['earliest_timestamp', 'min(datetime)'],
        ['latest_timestamp', 'max(datetime)']
    ];
    names text;
    outcomes text;
    located CONSTANT text := format(
        'SELECT raw.*, location_id IN (
             SELECT id FROM infrastructure.cells
             WHERE coalesce(date_of_first_service, ''-infinity'') <= %L AND coalesce(date_of_last_service, ''infinity'') >= %L
         ) AS locatable
         FROM %s AS raw', day, day, raw
    );
BEGIN
    IF conversation THEN
        figures := figures || ARRAY[
            ['count_added_rows_outgoing', 'count(*) FILTER (WHERE outgoing)'],
            ['count_null_counterparts', 'count(*) FILTER (WHERE msisdn_counterpart IS NULL)']
        ];
    END IF;
    IF event_type = 'calls' THEN
        figures := figures || ARRAY[
            ['count_null_durations', 'count(*) FILTER (WHERE duration IS NULL)'],
            ['max_duration', 'max(duration)'],
            ['median_duration', 'percentile_cont(0.5) WITHIN GROUP (ORDER BY duration)']
        ];
    END IF;

    SELECT string_agg(quote_literal(figure[1]), ', '), string_agg(format('(%s)::text', figure[2]), ', ')
    INTO names, outcomes
    FROM (SELECT ARRAY[figures[n][1], figures[n][2]] AS figure FROM generate_subscripts(figures, 1) AS n) AS each;
    EXECUTE format(
        'INSERT INTO etl.post_etl_queries (cdr_date, cdr_type, type_of_query_or_check, outcome)
         SELECT $1, $2, unnest(ARRAY[%s]), unnest(ARRAY[%s]) FROM (%s) AS located',
        names, outcomes, located
    ) USING day, event_type;

    -- Rows that are alike in every column: how many have a twin, and how many could go.
    EXECUTE format(
        'INSERT INTO etl.post_etl_queries (cdr_date, cdr_type, type_of_query_or_check, outcome)
         SELECT $1, $2, unnest(ARRAY[''count_duplicated'', ''count_duplicates'']),
             unnest(ARRAY[coalesce(sum(n), 0), coalesce(sum(n - 1), 0)])::text
         FROM (SELECT count(*) AS n FROM %s AS raw GROUP BY raw.* HAVING count(*) > 1) AS alike',
        raw
    ) USING day, event_type;
    EXECUTE format(
        'INSERT INTO etl.post_etl_queries (cdr_date, cdr_type, type_of_query_or_check, outcome)
         SELECT $1, $2, ''max_msisdns_per_imei'', max(n)::text
         FROM (SELECT count(DISTINCT msisdn) AS n FROM %1$s WHERE imei IS NOT NULL GROUP BY imei) AS each
         UNION ALL
         SELECT $1, $2, ''max_msisdns_per_imsi'', max(n)::text
         FROM (SELECT count(DISTINCT msisdn) AS n FROM %1$s WHERE imsi IS NOT NULL GROUP BY imsi) AS each',
        raw
    ) USING day, event_type;
    -- On-net: both parties have a row of their own in the day.
    IF conversation THEN
        EXECUTE format(
            'INSERT INTO etl.post_etl_queries (cdr_date, cdr_type, type_of_query_or_check, outcome)
             SELECT $1, $2, unnest(ARRAY[''count_onnet_msisdns'', ''count_onnet_msisdns_incoming'', ''count_onnet_msisdns_outgoing'']),
                 unnest(ARRAY[
                     count(DISTINCT msisdn),
                     count(DISTINCT msisdn) FILTER (WHERE NOT outgoing),
                     count(DISTINCT msisdn) FILTER (WHERE outgoing)
                 ])::text
             FROM %1$s AS raw
             WHERE EXISTS (SELECT FROM %1$s AS other WHERE other.msisdn = raw.msisdn_counterpart)',
            raw
        ) USING day, event_type;
    END IF;
END
$_$;

-- Name: content_version(regclass); Type: FUNCTION; Schema: etl
CREATE FUNCTION etl.content_version(content regclass) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
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

-- Name: drop_opted_out(regclass); Type: FUNCTION; Schema: etl
CREATE FUNCTION etl.drop_opted_out(raw regclass) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    dropped bigint;
BEGIN
    EXECUTE format('DELETE FROM %s WHERE msisdn IN (SELECT msisdn FROM etl.opt_outs)', raw);
    GET DIAGNOSTICS dropped = ROW_COUNT;
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = raw AND attname = 'msisdn_counterpart') THEN
        EXECUTE format(
            'UPDATE %s SET msisdn_counterpart = NULL WHERE msisdn_counterpart IN (SELECT msisdn FROM etl.opt_outs)',
            raw
        );
    END IF;
    RETURN dropped;
END
$$;

-- Name: raise_reference_version(); Type: FUNCTION; Schema: etl
CREATE FUNCTION etl.raise_reference_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO etl.reference_versions AS reference (item, version)
    VALUES (TG_ARGV[0], nextval('etl.data_version_seq'))
    ON CONFLICT (item) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at;
    RETURN NULL;
END
$$;

-- Name: revoke_earlier(text, date); Type: FUNCTION; Schema: etl
CREATE FUNCTION etl.revoke_earlier(event_type text, day date) RETURNS void
    LANGUAGE sql
    AS $_$
    INSERT INTO etl.revoked_versions AS revoked (item, before)
    SELECT sealed.event_type || '/' || sealed.day, version
    FROM etl.sealed_days AS sealed
    WHERE sealed.event_type = $1 AND sealed.day = $2
    ON CONFLICT (item) DO UPDATE SET before = excluded.before, revoked_at = excluded.revoked_at
$_$;

-- Name: seal_day(text, date, text, bigint, text, text); Type: FUNCTION; Schema: etl
CREATE FUNCTION etl.seal_day(event_type text, day date, table_name text, row_count bigint, facts_table text DEFAULT NULL::text, visits_table text DEFAULT NULL::text) RETURNS bigint
    LANGUAGE plpgsql
    AS $_$
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
$_$;

-- Name: append(text, jsonb); Type: FUNCTION; Schema: ledger; Owner: flowkit_ledger
CREATE FUNCTION ledger.append(entry_type text, details jsonb) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION ledger.append(entry_type text, details jsonb) OWNER TO flowkit_ledger;

-- Name: append_cancel(text, text, text, text, jsonb, text, integer); Type: FUNCTION; Schema: ledger; Owner: flowkit_ledger
CREATE FUNCTION ledger.append_cancel(issuer text, subject text, token_id text, query_id text, spec jsonb, outcome text, queries_cancelled integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION ledger.append_cancel(issuer text, subject text, token_id text, query_id text, spec jsonb, outcome text, queries_cancelled integer) OWNER TO flowkit_ledger;

-- Name: append_grant(text, text, text, text, jsonb, bigint, text, jsonb, bigint, bigint); Type: FUNCTION; Schema: ledger; Owner: flowkit_ledger
CREATE FUNCTION ledger.append_grant(issuer text, subject text, token_id text, query_id text, spec jsonb, run bigint, format text, data_versions jsonb, rows_released bigint, cells_left_out bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION ledger.append_grant(issuer text, subject text, token_id text, query_id text, spec jsonb, run bigint, format text, data_versions jsonb, rows_released bigint, cells_left_out bigint) OWNER TO flowkit_ledger;

-- Name: append_run(bigint, text, text, jsonb, jsonb, text, timestamp with time zone, timestamp with time zone, text, text, jsonb, bigint, bigint); Type: FUNCTION; Schema: ledger; Owner: flowkit_ledger
CREATE FUNCTION ledger.append_run(run bigint, query_id text, form text, spec jsonb, wanted_by jsonb, worker text, started_at timestamp with time zone, finished_at timestamp with time zone, outcome text, reason text, data_versions jsonb, rows_stored bigint, cells_left_out bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION ledger.append_run(run bigint, query_id text, form text, spec jsonb, wanted_by jsonb, worker text, started_at timestamp with time zone, finished_at timestamp with time zone, outcome text, reason text, data_versions jsonb, rows_stored bigint, cells_left_out bigint) OWNER TO flowkit_ledger;

-- Name: close_forgotten_grants(integer, integer); Type: FUNCTION; Schema: ledger; Owner: flowkit_ledger
CREATE FUNCTION ledger.close_forgotten_grants(after_seconds integer, most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    forgotten bigint;
    closed integer := 0;
BEGIN
    -- Looked at first, so that the end of the chain is not held by who has nothing to add to it.
    IF NOT EXISTS (
        SELECT FROM ledger.open_grants WHERE granted_at < now() - make_interval(secs => after_seconds)
    ) THEN
        RETURN 0;
    END IF;
    PERFORM FROM ledger.head FOR UPDATE;
    FOR forgotten IN
        SELECT grant_entry FROM ledger.open_grants
        WHERE granted_at < now() - make_interval(secs => after_seconds)
        ORDER BY grant_entry LIMIT most
    LOOP
        PERFORM ledger.append('closing', jsonb_build_object(
            'grant', forgotten, 'outcome', 'unknown', 'bytes', NULL
        ));
        closed := closed + 1;
    END LOOP;
    RETURN closed;
END
$$;

ALTER FUNCTION ledger.close_forgotten_grants(after_seconds integer, most integer) OWNER TO flowkit_ledger;

-- Name: close_grant(bigint, text, text, text, bigint); Type: FUNCTION; Schema: ledger; Owner: flowkit_ledger
CREATE FUNCTION ledger.close_grant(grant_entry bigint, issuer text, subject text, outcome text, bytes bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION ledger.close_grant(grant_entry bigint, issuer text, subject text, outcome text, bytes bigint) OWNER TO flowkit_ledger;

-- Name: follow_grants(); Type: FUNCTION; Schema: ledger; Owner: flowkit_ledger
CREATE FUNCTION ledger.follow_grants() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    CASE NEW.record::jsonb ->> 'type'
        WHEN 'grant' THEN
            INSERT INTO ledger.open_grants (grant_entry) VALUES (NEW.entry);
        WHEN 'closing' THEN
            DELETE FROM ledger.open_grants WHERE grant_entry = (NEW.record::jsonb #>> '{details,grant}')::bigint;
        ELSE NULL;
    END CASE;
    RETURN NEW;
END
$$;

ALTER FUNCTION ledger.follow_grants() OWNER TO flowkit_ledger;

-- Name: moment(timestamp with time zone); Type: FUNCTION; Schema: ledger; Owner: flowkit_ledger
CREATE FUNCTION ledger.moment(at timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

ALTER FUNCTION ledger.moment(at timestamp with time zone) OWNER TO flowkit_ledger;

-- Name: refuse_change(); Type: FUNCTION; Schema: ledger; Owner: flowkit_ledger
CREATE FUNCTION ledger.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the ledger can only be added to';
END
$$;

ALTER FUNCTION ledger.refuse_change() OWNER TO flowkit_ledger;

-- Name: available_tables(); Type: FUNCTION; Schema: public
CREATE FUNCTION public.available_tables() RETURNS TABLE(table_name text, has_locations boolean, has_subscribers boolean, has_counterparts boolean)
    LANGUAGE sql STABLE
    AS $$
    SELECT table_name, has_locations, has_subscribers, has_counterparts FROM public.available_tables
$$;

-- Name: cache_half_life(); Type: FUNCTION; Schema: public
CREATE FUNCTION public.cache_half_life() RETURNS double precision
    LANGUAGE sql STABLE
    AS $$
    SELECT value::double precision FROM cache.cache_config WHERE key = 'half_life'
$$;

-- Name: cache_max_size(); Type: FUNCTION; Schema: public
CREATE FUNCTION public.cache_max_size() RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
    SELECT value::bigint FROM cache.cache_config WHERE key = 'cache_size'
$$;

-- Name: cache_protected_period(); Type: FUNCTION; Schema: public
CREATE FUNCTION public.cache_protected_period() RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
    SELECT value::bigint FROM cache.cache_config WHERE key = 'cache_protected_period'
$$;

-- Name: cache_score(numeric, numeric, double precision); Type: FUNCTION; Schema: public
CREATE FUNCTION public.cache_score(multiplier numeric, compute_time numeric, size double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT multiplier * (compute_time / 1000) / size
$$;

-- Name: flowdb_version(); Type: FUNCTION; Schema: public
CREATE FUNCTION public.flowdb_version() RETURNS TABLE(version text, release_date date)
    LANGUAGE sql STABLE
    AS $$
    SELECT version, release_date FROM public.flowdb_version
$$;

-- Name: hartigan_area(public.geography, text[], integer[], double precision); Type: FUNCTION; Schema: public
CREATE FUNCTION public.hartigan_area(centre public.geography, site_ids text[], versions integer[], buffer double precision) RETURNS public.geography
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT CASE
        WHEN buffer <= 0 THEN centre
        ELSE coalesce(
            (
                SELECT geom_polygon::public.geography FROM infrastructure.sites
                WHERE cardinality(site_ids) = 1 AND id = site_ids[1] AND version = versions[1]
            ),
            public.ST_Buffer(centre, buffer * 1000)
        )
    END
$$;

-- Name: hartigan_cluster(public.hartigan_visits); Type: FUNCTION; Schema: public
CREATE FUNCTION public.hartigan_cluster(visits public.hartigan_visits) RETURNS public.hartigan_clusters
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
DECLARE
    result public.hartigan_clusters;
    site record;
    nearest integer;
    share double precision;
    centres public.geometry[] = '{}';
    cluster_weights integer[] = '{}';
    -- The number in `members` of the cluster that each visited site belongs to, in the order of the loop.
    members integer[] = '{}';
    ordered_sites text[] = '{}';
    ordered_versions integer[] = '{}';
BEGIN
    FOR site IN
        SELECT visit.id, visit.version, visit.weight, sites.geom_point
        FROM unnest(visits.site_ids, visits.versions, visits.weights) WITH ORDINALITY
            AS visit (id, version, weight, place)
        JOIN infrastructure.sites AS sites ON sites.id = visit.id AND sites.version = visit.version
        ORDER BY visit.weight DESC, visit.place
    LOOP
        SELECT min(number) INTO nearest
        FROM unnest(centres) WITH ORDINALITY AS cluster (centre, number)
        WHERE public.ST_DWithin(centre::public.geography, site.geom_point::public.geography, visits.radius * 1000);
        IF nearest IS NULL THEN
            nearest = cardinality(centres) + 1;
            centres[nearest] = site.geom_point;
            cluster_weights[nearest] = site.weight;
        ELSE
            cluster_weights[nearest] = cluster_weights[nearest] + site.weight;
            share = site.weight::double precision / cluster_weights[nearest];
            centres[nearest] = public.ST_SetSRID(
                public.ST_MakePoint(
                    public.ST_X(centres[nearest]) * (1 - share) + public.ST_X(site.geom_point) * share,
                    public.ST_Y(centres[nearest]) * (1 - share) + public.ST_Y(site.geom_point) * share
                ),
                4326
            );
        END IF;
        members = members || nearest;
        ordered_sites = ordered_sites || site.id;
        ordered_versions = ordered_versions || site.version;
    END LOOP;

    SELECT
        array_agg(public.hartigan_area(centres[number], sites, versions, visits.buffer) ORDER BY number),
        array_agg(number ORDER BY number),
        array_agg(cluster_weights[number] ORDER BY number),
        array_agg(array_to_string(sites, '::') ORDER BY number),
        array_agg(array_to_string(versions, '::') ORDER BY number)
    INTO result
    FROM (
        SELECT number, array_agg(id ORDER BY place) AS sites, array_agg(version ORDER BY place) AS versions
        FROM unnest(members, ordered_sites, ordered_versions) WITH ORDINALITY
            AS member (number, id, version, place)
        GROUP BY number
    ) AS clusters
    WHERE cluster_weights[number] >= visits.call_threshold;
    RETURN result;
END
$$;

-- Name: hartigan_visit(public.hartigan_visits, text, integer, integer, double precision, double precision, integer); Type: FUNCTION; Schema: public
CREATE FUNCTION public.hartigan_visit(visits public.hartigan_visits, site_id text, version integer, weight integer, radius double precision, buffer double precision, call_threshold integer) RETURNS public.hartigan_visits
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT
        (visits).site_ids || site_id, (visits).versions || version, (visits).weights || weight,
        radius, buffer, call_threshold
$$;

-- Name: location_table(); Type: FUNCTION; Schema: public
CREATE FUNCTION public.location_table() RETURNS TABLE(location_table text)
    LANGUAGE sql STABLE
    AS $$
    SELECT location_table FROM public.location_table
$$;

-- Name: makegrid_2d(public.geometry, integer); Type: FUNCTION; Schema: public
CREATE FUNCTION public.makegrid_2d(area public.geometry, step integer) RETURNS public.geometry
    LANGUAGE sql STABLE
    AS $$
    SELECT ST_Collect(ST_Transform(square.geom, plane, 4326))
    FROM
        (SELECT ST_Centroid(area) AS centre) AS centres,
        format('+proj=laea +lat_0=%s +lon_0=%s +datum=WGS84 +units=m', ST_Y(centre), ST_X(centre)) AS plane,
        ST_Transform(area, plane) AS flat,
        ST_SquareGrid(step, flat) AS square
    WHERE ST_Intersects(square.geom, flat)
$$;

-- Name: random_ints(double precision, integer, integer); Type: FUNCTION; Schema: public
CREATE FUNCTION public.random_ints(seed double precision, n_samples integer, max_val integer) RETURNS TABLE(id integer)
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM setseed(seed);
    RETURN QUERY SELECT number FROM generate_series(1, max_val) AS number ORDER BY random() LIMIT n_samples;
    -- What follows in the session is not to be as predictable as the sample.
    PERFORM setseed(hashtext(gen_random_uuid()::text) / 2147483648.0);
END
$$;

-- Name: table_size(text, text); Type: FUNCTION; Schema: public
CREATE FUNCTION public.table_size(tablename text, table_schema text) RETURNS double precision
    LANGUAGE sql STABLE
    AS $$
    SELECT pg_total_relation_size(pg_class.oid)
    FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind = 'r' AND relname = tablename AND nspname = table_schema
$$;

-- Name: touch_cache(text); Type: FUNCTION; Schema: public
CREATE FUNCTION public.touch_cache(cached_query_id text) RETURNS double precision
    LANGUAGE plpgsql
    AS $$
DECLARE
    score double precision;
BEGIN
    UPDATE cache.cached SET
        last_accessed = now(),
        access_count = access_count + 1,
        cache_score_multiplier = CASE
            WHEN class IN (SELECT object_class FROM cache.zero_cache) THEN 0
            ELSE cache_score_multiplier + (1 + ln(2) / cache_half_life()) ^ (nextval('cache.cache_touches') - 2)
        END
    WHERE query_id = cached_query_id
    RETURNING
        cache_score(cache_score_multiplier, compute_time, greatest(table_size(tablename, schema), 0.00001))
        INTO score;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Cache record % not found', cached_query_id;
    END IF;
    RETURN score;
END
$$;

-- Name: add_members(text, bytea[]); Type: FUNCTION; Schema: subsets
CREATE FUNCTION subsets.add_members(subset text, people bytea[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    INSERT INTO subsets.members (subset, msisdn)
    SELECT $1, person
    FROM unnest($2) AS person
    WHERE NOT EXISTS (SELECT FROM etl.opt_outs WHERE msisdn = person)
    ON CONFLICT DO NOTHING
$_$;

-- Name: leave(); Type: FUNCTION; Schema: subsets
CREATE FUNCTION subsets.leave() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    left_by text[];
BEGIN
    WITH gone AS (
        DELETE FROM subsets.members USING added WHERE members.msisdn = added.msisdn RETURNING subset
    )
    SELECT array_agg(DISTINCT subset) INTO left_by FROM gone;
    PERFORM subsets.raise_version(changed, true) FROM unnest(left_by) AS changed;
    RETURN NULL;
END
$$;

-- Name: publish(text); Type: FUNCTION; Schema: subsets
CREATE FUNCTION subsets.publish(subset text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
BEGIN
    INSERT INTO subsets.published (subset) VALUES ($1);
    PERFORM subsets.raise_version($1, false);
END
$_$;

-- Name: raise_version(text, boolean); Type: FUNCTION; Schema: subsets
CREATE FUNCTION subsets.raise_version(subset text, revoke boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    raised bigint := nextval('etl.data_version_seq');
BEGIN
    INSERT INTO etl.reference_versions AS reference (item, version)
    VALUES ('subset/' || subset, raised)
    ON CONFLICT (item) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at;
    IF revoke THEN
        INSERT INTO etl.revoked_versions AS revoked (item, before)
        VALUES ('subset/' || subset, raised)
        ON CONFLICT (item) DO UPDATE SET before = excluded.before, revoked_at = excluded.revoked_at;
    END IF;
END
$$;

-- Name: withdraw(text); Type: FUNCTION; Schema: subsets
CREATE FUNCTION subsets.withdraw(subset text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
BEGIN
    DELETE FROM subsets.published WHERE published.subset = $1;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM subsets.raise_version($1, true);
    RETURN true;
END
$_$;

-- Name: hartigan(text, integer, integer, double precision, double precision, integer); Type: AGGREGATE; Schema: public
CREATE AGGREGATE public.hartigan(site_id text, version integer, weight integer, radius double precision, buffer double precision, call_threshold integer) (
    SFUNC = public.hartigan_visit,
    STYPE = public.hartigan_visits,
    FINALFUNC = public.hartigan_cluster
);

-- Name: cache_config; Type: TABLE; Schema: cache
CREATE TABLE cache.cache_config (
    key text NOT NULL,
    value text
);

-- Name: cache_touches; Type: SEQUENCE; Schema: cache
CREATE SEQUENCE cache.cache_touches
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: cached; Type: TABLE; Schema: cache
CREATE TABLE cache.cached (
    query_id text NOT NULL,
    version text,
    query text,
    created timestamp with time zone,
    access_count integer,
    last_accessed timestamp with time zone,
    compute_time numeric,
    cache_score_multiplier numeric,
    class text,
    schema text,
    tablename text,
    obj bytea
);

-- Name: COLUMN cached.compute_time; Type: COMMENT; Schema: cache
COMMENT ON COLUMN cache.cached.compute_time IS 'Milliseconds';

-- Name: COLUMN cached.obj; Type: COMMENT; Schema: cache
COMMENT ON COLUMN cache.cached.obj IS 'The query as a Python pickle';

-- Name: claims; Type: TABLE; Schema: cache
CREATE TABLE cache.claims (
    query_id text NOT NULL,
    run bigint NOT NULL,
    worker_id text NOT NULL,
    backend_pid integer NOT NULL,
    backend_started_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: dependencies; Type: TABLE; Schema: cache
CREATE TABLE cache.dependencies (
    query_id text NOT NULL,
    depends_on text NOT NULL
);

-- Name: interests; Type: TABLE; Schema: cache
CREATE TABLE cache.interests (
    query_id text NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    background boolean DEFAULT false NOT NULL,
    token_id text
);

-- Name: queries; Type: TABLE; Schema: cache
CREATE TABLE cache.queries (
    query_id text NOT NULL,
    form text NOT NULL,
    kind text NOT NULL,
    spec jsonb NOT NULL,
    top_level boolean NOT NULL,
    first_asked_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT queries_form_check CHECK ((form = ANY (ARRAY['stored'::text, 'released'::text])))
);

-- Name: query_children; Type: TABLE; Schema: cache
CREATE TABLE cache.query_children (
    query_id text NOT NULL,
    child_id text NOT NULL
);

-- Name: result_versions; Type: TABLE; Schema: cache
CREATE TABLE cache.result_versions (
    query_id text NOT NULL,
    run bigint NOT NULL,
    item text NOT NULL,
    version bigint NOT NULL
);

-- Name: results; Type: TABLE; Schema: cache
CREATE TABLE cache.results (
    query_id text NOT NULL,
    run bigint NOT NULL,
    table_schema text NOT NULL,
    table_name text NOT NULL,
    row_count bigint NOT NULL,
    threshold integer,
    cells_left_out bigint,
    sources text[] NOT NULL,
    compute_ms double precision NOT NULL,
    size_bytes bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    superseded_at timestamp with time zone,
    CONSTRAINT results_table_schema_check CHECK ((table_schema = ANY (ARRAY['cache'::text, 'released'::text])))
);

-- Name: run_seq; Type: SEQUENCE; Schema: cache
CREATE SEQUENCE cache.run_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: runs; Type: TABLE; Schema: cache
CREATE TABLE cache.runs (
    run bigint NOT NULL,
    query_id text NOT NULL,
    worker_id text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    outcome text,
    wanted_by jsonb,
    reason text,
    ledger_entry bigint,
    CONSTRAINT runs_outcome_check CHECK ((outcome = ANY (ARRAY['published'::text, 'failed'::text, 'unneeded'::text, 'postponed'::text, 'lost'::text, 'cancelled'::text])))
);

-- Name: task_moves; Type: VIEW; Schema: cache
CREATE VIEW cache.task_moves AS
 SELECT "*VALUES*".column1 AS event,
    "*VALUES*".column2 AS from_state,
    "*VALUES*".column3 AS to_state
   FROM (VALUES ('asked'::text,'idle'::text,'queued'::text), ('asked'::text,'errored'::text,'queued'::text), ('asked'::text,'cancelled'::text,'queued'::text), ('found stored'::text,'queued'::text,'idle'::text), ('claimed'::text,'queued'::text,'executing'::text), ('published'::text,'executing'::text,'idle'::text), ('postponed'::text,'executing'::text,'queued'::text), ('failed'::text,'executing'::text,'errored'::text), ('part failed'::text,'queued'::text,'errored'::text), ('lost'::text,'executing'::text,'queued'::text), ('given up'::text,'executing'::text,'errored'::text), ('cancelled'::text,'queued'::text,'cancelled'::text), ('cancelled'::text,'executing'::text,'cancelled'::text), ('forgotten'::text,'errored'::text,'idle'::text), ('forgotten'::text,'cancelled'::text,'idle'::text)) "*VALUES*";

-- Name: tasks; Type: TABLE; Schema: cache
CREATE TABLE cache.tasks (
    query_id text NOT NULL,
    state text NOT NULL,
    queued_at timestamp with time zone DEFAULT now() NOT NULL,
    depth integer NOT NULL,
    reason text,
    traces text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT tasks_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'executing'::text, 'errored'::text, 'cancelled'::text])))
);

-- Name: use_seq; Type: SEQUENCE; Schema: cache
CREATE SEQUENCE cache.use_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: uses; Type: TABLE; Schema: cache
CREATE TABLE cache.uses (
    run bigint NOT NULL,
    uses bigint NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    weight double precision NOT NULL
);

-- Name: wants; Type: TABLE; Schema: cache
CREATE TABLE cache.wants (
    query_id text NOT NULL,
    asked_id text NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL
);

-- Name: workers; Type: TABLE; Schema: cache
CREATE TABLE cache.workers (
    worker_id text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    heartbeat_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: zero_cache; Type: TABLE; Schema: cache
CREATE TABLE cache.zero_cache (
    object_class text NOT NULL
);

-- Name: cells; Type: TABLE; Schema: derived
CREATE TABLE derived.cells (
    cell integer NOT NULL,
    location_id text NOT NULL
);

-- Name: cells_cell_seq; Type: SEQUENCE; Schema: derived
ALTER TABLE derived.cells ALTER COLUMN cell ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME derived.cells_cell_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: subscribers; Type: TABLE; Schema: derived
CREATE TABLE derived.subscribers (
    subscriber integer NOT NULL,
    msisdn bytea NOT NULL
);

-- Name: subscribers_subscriber_seq; Type: SEQUENCE; Schema: derived
ALTER TABLE derived.subscribers ALTER COLUMN subscriber ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME derived.subscribers_subscriber_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: subscribers; Type: TABLE; Schema: dfs
CREATE TABLE dfs.subscribers (
    id bigint NOT NULL,
    msisdn bytea
);

-- Name: COLUMN subscribers.msisdn; Type: COMMENT; Schema: dfs
COMMENT ON COLUMN dfs.subscribers.msisdn IS 'Pseudonym of the subscriber, the same as in events';

-- Name: subscribers_id_seq; Type: SEQUENCE; Schema: dfs
CREATE SEQUENCE dfs.subscribers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: subscribers_id_seq; Type: SEQUENCE OWNED BY; Schema: dfs
ALTER SEQUENCE dfs.subscribers_id_seq OWNED BY dfs.subscribers.id;

-- Name: transaction_types; Type: TABLE; Schema: dfs
CREATE TABLE dfs.transaction_types (
    id integer NOT NULL,
    descr text,
    user_type_a_party text,
    user_type_b_party text
);

-- Name: transaction_types_id_seq; Type: SEQUENCE; Schema: dfs
CREATE SEQUENCE dfs.transaction_types_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: transaction_types_id_seq; Type: SEQUENCE OWNED BY; Schema: dfs
ALTER SEQUENCE dfs.transaction_types_id_seq OWNED BY dfs.transaction_types.id;

-- Name: transactions; Type: TABLE; Schema: dfs
CREATE TABLE dfs.transactions (
    id bigint NOT NULL,
    amount numeric(14,4),
    discount numeric(14,4),
    fee numeric(14,4),
    commission numeric(14,4),
    transtype_id integer,
    "timestamp" timestamp with time zone
);

-- Name: COLUMN transactions.amount; Type: COMMENT; Schema: dfs
COMMENT ON COLUMN dfs.transactions.amount IS 'In the country''s currency, as are discount, fee and commission';

-- Name: transactions_id_seq; Type: SEQUENCE; Schema: dfs
CREATE SEQUENCE dfs.transactions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: transactions_id_seq; Type: SEQUENCE OWNED BY; Schema: dfs
ALTER SEQUENCE dfs.transactions_id_seq OWNED BY dfs.transactions.id;

-- Name: transactions_metadata; Type: TABLE; Schema: dfs
CREATE TABLE dfs.transactions_metadata (
    transaction_id bigint,
    subscriber_id bigint,
    cell_id text NOT NULL,
    cell_version integer NOT NULL,
    is_outgoing boolean
);

-- Name: COLUMN transactions_metadata.cell_id; Type: COMMENT; Schema: dfs
COMMENT ON COLUMN dfs.transactions_metadata.cell_id IS 'The id of a cell, not its cell_id';

-- Name: COLUMN transactions_metadata.is_outgoing; Type: COMMENT; Schema: dfs
COMMENT ON COLUMN dfs.transactions_metadata.is_outgoing IS 'Whether the subscriber is the party that pays';

-- Name: etl_records; Type: TABLE; Schema: etl
CREATE TABLE etl.etl_records (
    id bigint NOT NULL,
    cdr_type text NOT NULL,
    cdr_date date NOT NULL,
    state text NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: ingest_state; Type: VIEW; Schema: etl
CREATE VIEW etl.ingest_state AS
 SELECT DISTINCT ON (etl_records.cdr_type, etl_records.cdr_date) etl_records.cdr_type,
    etl_records.cdr_date,
    etl_records.state,
    etl_records."timestamp"
   FROM etl.etl_records
  ORDER BY etl_records.cdr_type, etl_records.cdr_date, etl_records."timestamp" DESC, etl_records.id DESC;

-- Name: available_dates; Type: VIEW; Schema: etl
CREATE VIEW etl.available_dates AS
 SELECT ingest_state.cdr_type,
    ingest_state.cdr_date
   FROM etl.ingest_state
  WHERE (ingest_state.state = 'ingested'::text);

-- Name: data_version_seq; Type: SEQUENCE; Schema: etl
CREATE SEQUENCE etl.data_version_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: reference_versions; Type: TABLE; Schema: etl
CREATE TABLE etl.reference_versions (
    item text NOT NULL,
    version bigint NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: TABLE reference_versions; Type: COMMENT; Schema: etl
COMMENT ON TABLE etl.reference_versions IS 'Versions of boundaries, cells and device types; raised by triggers';

-- Name: sealed_days; Type: TABLE; Schema: etl
CREATE TABLE etl.sealed_days (
    event_type text NOT NULL,
    day date NOT NULL,
    version bigint NOT NULL,
    table_name text,
    facts_table text NOT NULL,
    visits_table text NOT NULL,
    row_count bigint NOT NULL,
    sealed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sealed_days_event_type_check CHECK ((event_type = ANY (ARRAY['calls'::text, 'sms'::text, 'mds'::text, 'topups'::text, 'forwards'::text]))),
    CONSTRAINT sealed_days_row_count_check CHECK ((row_count >= 0))
);

-- Name: TABLE sealed_days; Type: COMMENT; Schema: etl
COMMENT ON TABLE etl.sealed_days IS 'The days that queries can see; a day that is not here does not exist for them';

-- Name: COLUMN sealed_days.table_name; Type: COMMENT; Schema: etl
COMMENT ON COLUMN etl.sealed_days.table_name IS 'The raw events, null when their retention has ended; tables are named with their schema';

-- Name: COLUMN sealed_days.facts_table; Type: COMMENT; Schema: etl
COMMENT ON COLUMN etl.sealed_days.facts_table IS 'One row per event: subscriber, moment (ms since the local midnight), cell, outgoing; sorted by subscriber';

-- Name: COLUMN sealed_days.visits_table; Type: COMMENT; Schema: etl
COMMENT ON COLUMN etl.sealed_days.visits_table IS 'One row per subscriber and cell: events, last moment, and the hours of the local clock as a bit mask';

-- Name: data_versions; Type: VIEW; Schema: etl
CREATE VIEW etl.data_versions AS
 SELECT ((sealed_days.event_type || '/'::text) || sealed_days.day) AS item,
    sealed_days.version,
    sealed_days.sealed_at AS changed_at
   FROM etl.sealed_days
UNION ALL
 SELECT reference_versions.item,
    reference_versions.version,
    reference_versions.changed_at
   FROM etl.reference_versions;

-- Name: post_etl_queries; Type: TABLE; Schema: etl
CREATE TABLE etl.post_etl_queries (
    id bigint NOT NULL,
    cdr_date date NOT NULL,
    cdr_type text NOT NULL,
    type_of_query_or_check text NOT NULL,
    outcome text,
    optional_comment_or_description text,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: deduped_post_etl_queries; Type: VIEW; Schema: etl
CREATE VIEW etl.deduped_post_etl_queries AS
 SELECT DISTINCT ON (checks.cdr_date, checks.cdr_type, checks.type_of_query_or_check) checks.cdr_date,
    checks.cdr_type,
    checks.type_of_query_or_check,
    checks.outcome,
    checks.optional_comment_or_description,
    checks."timestamp"
   FROM (etl.post_etl_queries checks
     JOIN etl.available_dates USING (cdr_date, cdr_type))
  ORDER BY checks.cdr_date, checks.cdr_type, checks.type_of_query_or_check, checks."timestamp" DESC, checks.id DESC;

-- Name: etl_records_id_seq; Type: SEQUENCE; Schema: etl
CREATE SEQUENCE etl.etl_records_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: etl_records_id_seq; Type: SEQUENCE OWNED BY; Schema: etl
ALTER SEQUENCE etl.etl_records_id_seq OWNED BY etl.etl_records.id;

-- Name: opt_outs; Type: TABLE; Schema: etl
CREATE TABLE etl.opt_outs (
    msisdn bytea NOT NULL,
    added_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: TABLE opt_outs; Type: COMMENT; Schema: etl
COMMENT ON TABLE etl.opt_outs IS 'Pseudonyms of subscribers who are left out of every load';

-- Name: opted_out_subscribers; Type: VIEW; Schema: etl
CREATE VIEW etl.opted_out_subscribers AS
 SELECT subscribers.subscriber
   FROM (derived.subscribers
     JOIN etl.opt_outs USING (msisdn));

-- Name: post_etl_queries_id_seq; Type: SEQUENCE; Schema: etl
CREATE SEQUENCE etl.post_etl_queries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: post_etl_queries_id_seq; Type: SEQUENCE OWNED BY; Schema: etl
ALTER SEQUENCE etl.post_etl_queries_id_seq OWNED BY etl.post_etl_queries.id;

-- Name: removals; Type: TABLE; Schema: etl
CREATE TABLE etl.removals (
    id bigint NOT NULL,
    removed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    reason text NOT NULL,
    what text NOT NULL,
    day date,
    row_count bigint NOT NULL,
    CONSTRAINT removals_reason_check CHECK ((reason = ANY (ARRAY['opt-out'::text, 'retention'::text])))
);

-- Name: TABLE removals; Type: COMMENT; Schema: etl
COMMENT ON TABLE etl.removals IS 'What was removed from the data, when and why';

-- Name: COLUMN removals.what; Type: COMMENT; Schema: etl
COMMENT ON COLUMN etl.removals.what IS 'Such as events.calls, or stored results, which are counted instead of their rows';

-- Name: COLUMN removals.day; Type: COMMENT; Schema: etl
COMMENT ON COLUMN etl.removals.day IS 'The local date of the events; null for what is not of one day';

-- Name: removals_id_seq; Type: SEQUENCE; Schema: etl
ALTER TABLE etl.removals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME etl.removals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: removed_days; Type: TABLE; Schema: etl
CREATE TABLE etl.removed_days (
    event_type text NOT NULL,
    day date NOT NULL,
    version bigint NOT NULL,
    removed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

-- Name: TABLE removed_days; Type: COMMENT; Schema: etl
COMMENT ON TABLE etl.removed_days IS 'Days that went because of their age';

-- Name: COLUMN removed_days.version; Type: COMMENT; Schema: etl
COMMENT ON COLUMN etl.removed_days.version IS 'The last that they had: results that have read it are as good as ever';

-- Name: revoked_versions; Type: TABLE; Schema: etl
CREATE TABLE etl.revoked_versions (
    item text NOT NULL,
    before bigint NOT NULL,
    revoked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

-- Name: TABLE revoked_versions; Type: COMMENT; Schema: etl
COMMENT ON TABLE etl.revoked_versions IS 'Results that have read an item in an earlier version than this are not served, in no grace time';

-- Name: COLUMN revoked_versions.item; Type: COMMENT; Schema: etl
COMMENT ON COLUMN etl.revoked_versions.item IS 'A day of events, such as calls/2016-01-01';

-- Name: withdrawn_tables; Type: TABLE; Schema: etl
CREATE TABLE etl.withdrawn_tables (
    table_id oid NOT NULL,
    withdrawn_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

-- Name: TABLE withdrawn_tables; Type: COMMENT; Schema: etl
COMMENT ON TABLE etl.withdrawn_tables IS 'Tables that wait to be dropped until nobody can be reading them';

-- Name: COLUMN withdrawn_tables.withdrawn_at; Type: COMMENT; Schema: etl
COMMENT ON COLUMN etl.withdrawn_tables.withdrawn_at IS 'A moment at which no seal named the table: later readers do not know it';

-- Name: calls; Type: TABLE; Schema: events
CREATE TABLE events.calls (
    id text,
    outgoing boolean,
    datetime timestamp with time zone NOT NULL,
    duration numeric,
    network text,
    msisdn bytea NOT NULL,
    msisdn_counterpart bytea,
    location_id text,
    imsi bytea,
    imei bytea,
    tac numeric(8,0),
    operator_code numeric,
    country_code numeric
)
PARTITION BY RANGE (datetime);

-- Name: COLUMN calls.id; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.calls.id IS 'The same in the rows of both parties';

-- Name: COLUMN calls.outgoing; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.calls.outgoing IS 'Whether the subscriber began it';

-- Name: COLUMN calls.duration; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.calls.duration IS 'Seconds';

-- Name: COLUMN calls.msisdn; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.calls.msisdn IS 'Pseudonym of the subscriber';

-- Name: COLUMN calls.location_id; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.calls.location_id IS 'The id of a cell';

-- Name: COLUMN calls.operator_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.calls.operator_code IS 'Mobile network code';

-- Name: COLUMN calls.country_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.calls.country_code IS 'Mobile country code';

-- Name: forwards; Type: TABLE; Schema: events
CREATE TABLE events.forwards (
    id text,
    outgoing boolean,
    datetime timestamp with time zone NOT NULL,
    network text,
    msisdn bytea NOT NULL,
    msisdn_counterpart bytea,
    location_id text,
    imsi bytea,
    imei bytea,
    tac numeric(8,0),
    operator_code numeric,
    country_code numeric
)
PARTITION BY RANGE (datetime);

-- Name: COLUMN forwards.id; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.forwards.id IS 'The same in the rows of both parties';

-- Name: COLUMN forwards.outgoing; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.forwards.outgoing IS 'Whether the subscriber began it';

-- Name: COLUMN forwards.msisdn; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.forwards.msisdn IS 'Pseudonym of the subscriber';

-- Name: COLUMN forwards.location_id; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.forwards.location_id IS 'The id of a cell';

-- Name: COLUMN forwards.operator_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.forwards.operator_code IS 'Mobile network code';

-- Name: COLUMN forwards.country_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.forwards.country_code IS 'Mobile country code';

-- Name: mds; Type: TABLE; Schema: events
CREATE TABLE events.mds (
    id text,
    datetime timestamp with time zone NOT NULL,
    duration numeric,
    volume_total numeric,
    volume_upload numeric,
    volume_download numeric,
    msisdn bytea NOT NULL,
    location_id text,
    imsi bytea,
    imei bytea,
    tac numeric(8,0),
    operator_code numeric,
    country_code numeric
)
PARTITION BY RANGE (datetime);

-- Name: COLUMN mds.duration; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.mds.duration IS 'Seconds';

-- Name: COLUMN mds.volume_total; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.mds.volume_total IS 'Megabytes (10^6 bytes), as are volume_upload and volume_download';

-- Name: COLUMN mds.msisdn; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.mds.msisdn IS 'Pseudonym of the subscriber';

-- Name: COLUMN mds.location_id; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.mds.location_id IS 'The id of a cell';

-- Name: COLUMN mds.operator_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.mds.operator_code IS 'Mobile network code';

-- Name: COLUMN mds.country_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.mds.country_code IS 'Mobile country code';

-- Name: sms; Type: TABLE; Schema: events
CREATE TABLE events.sms (
    id text,
    outgoing boolean,
    datetime timestamp with time zone NOT NULL,
    network text,
    msisdn bytea NOT NULL,
    msisdn_counterpart bytea,
    location_id text,
    imsi bytea,
    imei bytea,
    tac numeric(8,0),
    operator_code numeric,
    country_code numeric
)
PARTITION BY RANGE (datetime);

-- Name: COLUMN sms.id; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.sms.id IS 'The same in the rows of both parties';

-- Name: COLUMN sms.outgoing; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.sms.outgoing IS 'Whether the subscriber began it';

-- Name: COLUMN sms.msisdn; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.sms.msisdn IS 'Pseudonym of the subscriber';

-- Name: COLUMN sms.location_id; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.sms.location_id IS 'The id of a cell';

-- Name: COLUMN sms.operator_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.sms.operator_code IS 'Mobile network code';

-- Name: COLUMN sms.country_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.sms.country_code IS 'Mobile country code';

-- Name: topups; Type: TABLE; Schema: events
CREATE TABLE events.topups (
    id text,
    datetime timestamp with time zone NOT NULL,
    type text,
    recharge_amount numeric,
    airtime_fee numeric,
    tax_and_fee numeric,
    pre_event_balance numeric,
    post_event_balance numeric,
    msisdn bytea NOT NULL,
    location_id text,
    imsi bytea,
    imei bytea,
    tac numeric(8,0),
    operator_code numeric,
    country_code numeric
)
PARTITION BY RANGE (datetime);

-- Name: COLUMN topups.recharge_amount; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.topups.recharge_amount IS 'In the country''s currency, as are fees and balances';

-- Name: COLUMN topups.msisdn; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.topups.msisdn IS 'Pseudonym of the subscriber';

-- Name: COLUMN topups.location_id; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.topups.location_id IS 'The id of a cell';

-- Name: COLUMN topups.operator_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.topups.operator_code IS 'Mobile network code';

-- Name: COLUMN topups.country_code; Type: COMMENT; Schema: events
COMMENT ON COLUMN events.topups.country_code IS 'Mobile country code';

-- Name: deployment; Type: TABLE; Schema: flowkit
CREATE TABLE flowkit.deployment (
    the_only_row boolean DEFAULT true NOT NULL,
    timezone text NOT NULL,
    CONSTRAINT deployment_the_only_row_check CHECK (the_only_row)
);

-- Name: COLUMN deployment.timezone; Type: COMMENT; Schema: flowkit
COMMENT ON COLUMN flowkit.deployment.timezone IS 'IANA name. Days, hours and partitions are local to it, so it cannot change once there are events';

-- Name: migrations; Type: TABLE; Schema: flowkit
CREATE TABLE flowkit.migrations (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    run_on timestamp without time zone NOT NULL
);

-- Name: migrations_id_seq; Type: SEQUENCE; Schema: flowkit
CREATE SEQUENCE flowkit.migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: migrations_id_seq; Type: SEQUENCE OWNED BY; Schema: flowkit
ALTER SEQUENCE flowkit.migrations_id_seq OWNED BY flowkit.migrations.id;

-- Name: synthetic_run; Type: TABLE; Schema: flowkit
CREATE TABLE flowkit.synthetic_run (
    the_only_row boolean DEFAULT true NOT NULL,
    parameters jsonb NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    event_count bigint,
    CONSTRAINT synthetic_run_the_only_row_check CHECK (the_only_row)
);

-- Name: TABLE synthetic_run; Type: COMMENT; Schema: flowkit
COMMENT ON TABLE flowkit.synthetic_run IS 'One row once `flowdb synthesize` has begun; reference data are loaded with it';

-- Name: COLUMN synthetic_run.finished_at; Type: COMMENT; Schema: flowkit
COMMENT ON COLUMN flowkit.synthetic_run.finished_at IS 'Null until all days are loaded';

-- Name: geoms; Type: TABLE; Schema: geography
CREATE TABLE geography.geoms (
    gid bigint NOT NULL,
    added_date timestamp with time zone DEFAULT now() NOT NULL,
    short_name text,
    long_name text,
    geo_kind_id integer DEFAULT 1,
    spatial_resolution integer,
    additional_metadata jsonb,
    geom public.geometry(MultiPolygon,4326)
);

-- Name: COLUMN geoms.short_name; Type: COMMENT; Schema: geography
COMMENT ON COLUMN geography.geoms.short_name IS 'The code of the area, such as a p-code';

-- Name: COLUMN geoms.spatial_resolution; Type: COMMENT; Schema: geography
COMMENT ON COLUMN geography.geoms.spatial_resolution IS 'The administrative level, or the size of the cells of a grid';

-- Name: COLUMN geoms.additional_metadata; Type: COMMENT; Schema: geography
COMMENT ON COLUMN geography.geoms.additional_metadata IS 'parent_pcod is the short_name of the unit that an administrative unit is part of';

-- Name: admin0; Type: VIEW; Schema: geography
CREATE VIEW geography.admin0 AS
 SELECT geoms.gid,
    geoms.short_name AS admin0pcod,
    geoms.long_name AS admin0name,
    (geoms.additional_metadata ->> 'parent_pcod'::text) AS parent_pcod,
    geoms.geom
   FROM geography.geoms
  WHERE ((geoms.geo_kind_id = 1) AND (geoms.spatial_resolution = 0));

-- Name: admin1; Type: VIEW; Schema: geography
CREATE VIEW geography.admin1 AS
 SELECT geoms.gid,
    geoms.short_name AS admin1pcod,
    geoms.long_name AS admin1name,
    (geoms.additional_metadata ->> 'parent_pcod'::text) AS parent_pcod,
    geoms.geom
   FROM geography.geoms
  WHERE ((geoms.geo_kind_id = 1) AND (geoms.spatial_resolution = 1));

-- Name: admin2; Type: VIEW; Schema: geography
CREATE VIEW geography.admin2 AS
 SELECT geoms.gid,
    geoms.short_name AS admin2pcod,
    geoms.long_name AS admin2name,
    (geoms.additional_metadata ->> 'parent_pcod'::text) AS parent_pcod,
    geoms.geom
   FROM geography.geoms
  WHERE ((geoms.geo_kind_id = 1) AND (geoms.spatial_resolution = 2));

-- Name: admin3; Type: VIEW; Schema: geography
CREATE VIEW geography.admin3 AS
 SELECT geoms.gid,
    geoms.short_name AS admin3pcod,
    geoms.long_name AS admin3name,
    (geoms.additional_metadata ->> 'parent_pcod'::text) AS parent_pcod,
    geoms.geom
   FROM geography.geoms
  WHERE ((geoms.geo_kind_id = 1) AND (geoms.spatial_resolution = 3));

-- Name: geo_bridge; Type: TABLE; Schema: geography
CREATE TABLE geography.geo_bridge (
    location_id bigint NOT NULL,
    gid bigint NOT NULL,
    valid_from date,
    valid_to date,
    weight double precision DEFAULT 1 NOT NULL,
    linkage_method_id integer DEFAULT 1 NOT NULL
);

-- Name: geo_kinds; Type: TABLE; Schema: geography
CREATE TABLE geography.geo_kinds (
    geo_kind_id integer NOT NULL,
    name text NOT NULL
);

-- Name: geo_kinds_geo_kind_id_seq; Type: SEQUENCE; Schema: geography
CREATE SEQUENCE geography.geo_kinds_geo_kind_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: geo_kinds_geo_kind_id_seq; Type: SEQUENCE OWNED BY; Schema: geography
ALTER SEQUENCE geography.geo_kinds_geo_kind_id_seq OWNED BY geography.geo_kinds.geo_kind_id;

-- Name: geoms_gid_seq; Type: SEQUENCE; Schema: geography
CREATE SEQUENCE geography.geoms_gid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: geoms_gid_seq; Type: SEQUENCE OWNED BY; Schema: geography
ALTER SEQUENCE geography.geoms_gid_seq OWNED BY geography.geoms.gid;

-- Name: linkage_methods; Type: TABLE; Schema: geography
CREATE TABLE geography.linkage_methods (
    linkage_method_id integer NOT NULL,
    name text NOT NULL,
    meta jsonb
);

-- Name: linkage_methods_linkage_method_id_seq; Type: SEQUENCE; Schema: geography
CREATE SEQUENCE geography.linkage_methods_linkage_method_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: linkage_methods_linkage_method_id_seq; Type: SEQUENCE OWNED BY; Schema: geography
ALTER SEQUENCE geography.linkage_methods_linkage_method_id_seq OWNED BY geography.linkage_methods.linkage_method_id;

-- Name: cells; Type: TABLE; Schema: infrastructure
CREATE TABLE infrastructure.cells (
    cell_id bigint NOT NULL,
    id text NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    site_id text,
    name text,
    type text,
    msc text,
    bsc_rnc text,
    antenna_type text,
    status text,
    lac text,
    height numeric,
    azimuth numeric,
    transmitter text,
    max_range numeric,
    min_range numeric,
    electrical_tilt numeric,
    mechanical_downtilt numeric,
    date_of_first_service date,
    date_of_last_service date,
    last_updated date,
    first_added date,
    geom_point public.geometry(Point,4326),
    geom_polygon public.geometry(MultiPolygon,4326),
    CONSTRAINT cells_check CHECK ((date_of_first_service <= date_of_last_service))
);

-- Name: COLUMN cells.id; Type: COMMENT; Schema: infrastructure
COMMENT ON COLUMN infrastructure.cells.id IS 'The operator''s own id, the location_id of events';

-- Name: COLUMN cells.site_id; Type: COMMENT; Schema: infrastructure
COMMENT ON COLUMN infrastructure.cells.site_id IS 'The id of a site, not its site_id';

-- Name: COLUMN cells.height; Type: COMMENT; Schema: infrastructure
COMMENT ON COLUMN infrastructure.cells.height IS 'Metres above the ground';

-- Name: COLUMN cells.azimuth; Type: COMMENT; Schema: infrastructure
COMMENT ON COLUMN infrastructure.cells.azimuth IS 'Degrees clockwise from north';

-- Name: COLUMN cells.max_range; Type: COMMENT; Schema: infrastructure
COMMENT ON COLUMN infrastructure.cells.max_range IS 'Metres, as is min_range';

-- Name: COLUMN cells.electrical_tilt; Type: COMMENT; Schema: infrastructure
COMMENT ON COLUMN infrastructure.cells.electrical_tilt IS 'Degrees, as is mechanical_downtilt';

-- Name: cells_cell_id_seq; Type: SEQUENCE; Schema: infrastructure
CREATE SEQUENCE infrastructure.cells_cell_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: cells_cell_id_seq; Type: SEQUENCE OWNED BY; Schema: infrastructure
ALTER SEQUENCE infrastructure.cells_cell_id_seq OWNED BY infrastructure.cells.cell_id;

-- Name: sites; Type: TABLE; Schema: infrastructure
CREATE TABLE infrastructure.sites (
    site_id bigint NOT NULL,
    id text NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    name text,
    type text,
    status text,
    structure_type text,
    is_cow boolean,
    date_of_first_service date,
    date_of_last_service date,
    last_updated date,
    first_added date,
    geom_point public.geometry(Point,4326),
    geom_polygon public.geometry(MultiPolygon,4326),
    CONSTRAINT sites_check CHECK ((date_of_first_service <= date_of_last_service))
);

-- Name: COLUMN sites.id; Type: COMMENT; Schema: infrastructure
COMMENT ON COLUMN infrastructure.sites.id IS 'The operator''s own id';

-- Name: COLUMN sites.is_cow; Type: COMMENT; Schema: infrastructure
COMMENT ON COLUMN infrastructure.sites.is_cow IS 'A cell on wheels, put up for an event or an emergency';

-- Name: sites_site_id_seq; Type: SEQUENCE; Schema: infrastructure
CREATE SEQUENCE infrastructure.sites_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: sites_site_id_seq; Type: SEQUENCE OWNED BY; Schema: infrastructure
ALTER SEQUENCE infrastructure.sites_site_id_seq OWNED BY infrastructure.sites.site_id;

-- Name: tacs; Type: TABLE; Schema: infrastructure
CREATE TABLE infrastructure.tacs (
    id numeric NOT NULL,
    brand text,
    model text,
    width numeric,
    height numeric,
    depth numeric,
    weight numeric,
    display_type text,
    display_colors boolean,
    display_width numeric,
    display_height numeric,
    mms_receiver boolean,
    mms_built_in_camera boolean,
    wap_push_ota_support boolean,
    hardware_gprs boolean,
    hardware_edge boolean,
    hardware_umts boolean,
    hardware_wifi boolean,
    hardware_bluetooth boolean,
    hardware_gps boolean,
    software_os_vendor text,
    software_os_name text,
    software_os_version text,
    wap_push_ota_settings boolean,
    wap_push_ota_bookmarks boolean,
    wap_push_ota_app_internet boolean,
    wap_push_ota_app_browser boolean,
    wap_push_ota_app_mms boolean,
    wap_push_ota_single_shot boolean,
    wap_push_ota_multi_shot boolean,
    wap_push_oma_settings boolean,
    wap_push_oma_app_internet boolean,
    wap_push_oma_app_browser boolean,
    wap_push_oma_app_mms boolean,
    wap_push_oma_cp_bookmarks boolean,
    wap_1_2_1 boolean,
    wap_2_0 boolean,
    syncml_dm_settings boolean,
    syncml_dm_acc_gprs boolean,
    syncml_dm_app_internet boolean,
    syncml_dm_app_browser boolean,
    syncml_dm_app_mms boolean,
    syncml_dm_app_bookmark boolean,
    syncml_dm_app_java boolean,
    wap_push_oma_app_ims boolean,
    wap_push_oma_app_poc boolean,
    j2me_midp_10 boolean,
    j2me_midp_20 boolean,
    j2me_midp_21 boolean,
    j2me_cldc_10 boolean,
    j2me_cldc_11 boolean,
    j2me_cldc_20 boolean,
    hnd_type text
);

-- Name: COLUMN tacs.hnd_type; Type: COMMENT; Schema: infrastructure
COMMENT ON COLUMN infrastructure.tacs.hnd_type IS 'Smart, Feature or Basic';

-- Name: entries; Type: TABLE; Schema: ledger; Owner: flowkit_ledger
CREATE TABLE ledger.entries (
    entry bigint NOT NULL,
    record text NOT NULL
);

ALTER TABLE ledger.entries OWNER TO flowkit_ledger;

-- Name: head; Type: TABLE; Schema: ledger; Owner: flowkit_ledger
CREATE TABLE ledger.head (
    only_row boolean DEFAULT true NOT NULL,
    entry bigint NOT NULL,
    hash text NOT NULL,
    CONSTRAINT head_only_row_check CHECK (only_row)
);

ALTER TABLE ledger.head OWNER TO flowkit_ledger;

-- Name: history; Type: VIEW; Schema: ledger; Owner: flowkit_ledger
CREATE VIEW ledger.history AS
 SELECT noted.entry,
    (COALESCE((parts.details ->> 'granted_at'::text), (parsed.line ->> 'at'::text)))::timestamp with time zone AS at,
    (parsed.line ->> 'type'::text) AS type,
    (parts.details ->> 'issuer'::text) AS issuer,
    (parts.details ->> 'subject'::text) AS subject,
    (parts.details ->> 'token_id'::text) AS token_id,
    (parts.details -> 'wanted_by'::text) AS wanted_by,
    ((noted.record)::jsonb #>> '{details,query_id}'::text[]) AS query_id,
    (parts.details #>> '{spec,query_kind}'::text[]) AS kind,
    (parts.details -> 'spec'::text) AS spec,
    ((parts.details ->> 'run'::text))::bigint AS run,
    (parts.details ->> 'form'::text) AS form,
    (parts.details ->> 'format'::text) AS format,
    (parts.details -> 'data_versions'::text) AS data_versions,
    (COALESCE((parts.details ->> 'rows_released'::text), (parts.details ->> 'rows_stored'::text)))::bigint AS rows,
    ((parts.details ->> 'cells_left_out'::text))::bigint AS cells_left_out,
        CASE
            WHEN ((parsed.line ->> 'type'::text) <> 'grant'::text) THEN (parts.details ->> 'outcome'::text)
            WHEN (parts.details ? 'granted_at'::text) THEN 'unknown'::text
            ELSE COALESCE(((closing.record)::jsonb #>> '{details,outcome}'::text[]), 'open'::text)
        END AS outcome,
    (parts.details ->> 'reason'::text) AS reason,
    (((closing.record)::jsonb #>> '{details,bytes}'::text[]))::bigint AS bytes,
    (((closing.record)::jsonb ->> 'at'::text))::timestamp with time zone AS closed_at
   FROM (((ledger.entries noted
     CROSS JOIN LATERAL ( SELECT (noted.record)::jsonb AS line) parsed)
     CROSS JOIN LATERAL ( SELECT (parsed.line -> 'details'::text) AS details) parts)
     LEFT JOIN ledger.entries closing ON (((((closing.record)::jsonb ->> 'type'::text) = 'closing'::text) AND ((((closing.record)::jsonb #>> '{details,grant}'::text[]))::bigint = noted.entry))))
  WHERE ((parsed.line ->> 'type'::text) <> 'closing'::text);

ALTER TABLE ledger.history OWNER TO flowkit_ledger;

-- Name: open_grants; Type: TABLE; Schema: ledger; Owner: flowkit_ledger
CREATE TABLE ledger.open_grants (
    grant_entry bigint NOT NULL,
    granted_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ledger.open_grants OWNER TO flowkit_ledger;

-- Name: available_tables; Type: TABLE; Schema: public
CREATE TABLE public.available_tables (
    table_name text NOT NULL,
    has_locations boolean DEFAULT false NOT NULL,
    has_subscribers boolean DEFAULT false NOT NULL,
    has_counterparts boolean DEFAULT false NOT NULL
);

-- Name: d_date; Type: TABLE; Schema: public
CREATE TABLE public.d_date (
    date_dim_id integer NOT NULL,
    date_actual date NOT NULL,
    epoch bigint NOT NULL,
    day_suffix text NOT NULL,
    day_name text NOT NULL,
    day_of_week integer NOT NULL,
    day_of_month integer NOT NULL,
    day_of_quarter integer NOT NULL,
    day_of_year integer NOT NULL,
    week_of_month integer NOT NULL,
    week_of_year integer NOT NULL,
    week_of_year_iso text NOT NULL,
    month_actual integer NOT NULL,
    month_name text NOT NULL,
    month_name_abbreviated text NOT NULL,
    quarter_actual integer NOT NULL,
    quarter_name text NOT NULL,
    year_actual integer NOT NULL,
    first_day_of_week date NOT NULL,
    last_day_of_week date NOT NULL,
    first_day_of_month date NOT NULL,
    last_day_of_month date NOT NULL,
    first_day_of_quarter date NOT NULL,
    last_day_of_quarter date NOT NULL,
    first_day_of_year date NOT NULL,
    last_day_of_year date NOT NULL,
    mmyyyy text NOT NULL,
    mmddyyyy text NOT NULL,
    is_std_weekend boolean NOT NULL
);

-- Name: COLUMN d_date.date_dim_id; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.d_date.date_dim_id IS 'yyyymmdd as a number';

-- Name: COLUMN d_date.epoch; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.d_date.epoch IS 'Seconds from 1970-01-01 to the day''s midnight, as if it were in UTC';

-- Name: COLUMN d_date.day_of_week; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.d_date.day_of_week IS '1 is Monday';

-- Name: COLUMN d_date.week_of_year; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.d_date.week_of_year IS 'ISO 8601 week';

-- Name: COLUMN d_date.is_std_weekend; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.d_date.is_std_weekend IS 'Saturday or Sunday, whatever the country''s weekend';

-- Name: d_time; Type: TABLE; Schema: public
CREATE TABLE public.d_time (
    time_dim_id integer NOT NULL,
    time_of_day text NOT NULL,
    hour_of_day integer NOT NULL,
    minute_of_day integer NOT NULL,
    meridean_indicator text NOT NULL,
    minute_of_hour integer NOT NULL
);

-- Name: COLUMN d_time.time_dim_id; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.d_time.time_dim_id IS 'hhmm as a number';

-- Name: flowdb_version; Type: TABLE; Schema: public
CREATE TABLE public.flowdb_version (
    version text NOT NULL,
    release_date date
);

-- Name: location_table; Type: TABLE; Schema: public
CREATE TABLE public.location_table (
    location_table text NOT NULL
);

-- Name: members; Type: TABLE; Schema: subsets
CREATE TABLE subsets.members (
    subset text NOT NULL,
    msisdn bytea NOT NULL
);

-- Name: published; Type: TABLE; Schema: subsets
CREATE TABLE subsets.published (
    subset text NOT NULL,
    published_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT published_subset_check CHECK ((subset ~ '^[a-z][a-z0-9_-]{0,30}$'::text))
);

-- Name: subscribers; Type: VIEW; Schema: subsets
CREATE VIEW subsets.subscribers AS
 SELECT members.subset,
    subscribers.subscriber
   FROM (subsets.members
     JOIN derived.subscribers USING (msisdn));

-- Name: subscribers id; Type: DEFAULT; Schema: dfs
ALTER TABLE ONLY dfs.subscribers ALTER COLUMN id SET DEFAULT nextval('dfs.subscribers_id_seq'::regclass);

-- Name: transaction_types id; Type: DEFAULT; Schema: dfs
ALTER TABLE ONLY dfs.transaction_types ALTER COLUMN id SET DEFAULT nextval('dfs.transaction_types_id_seq'::regclass);

-- Name: transactions id; Type: DEFAULT; Schema: dfs
ALTER TABLE ONLY dfs.transactions ALTER COLUMN id SET DEFAULT nextval('dfs.transactions_id_seq'::regclass);

-- Name: etl_records id; Type: DEFAULT; Schema: etl
ALTER TABLE ONLY etl.etl_records ALTER COLUMN id SET DEFAULT nextval('etl.etl_records_id_seq'::regclass);

-- Name: post_etl_queries id; Type: DEFAULT; Schema: etl
ALTER TABLE ONLY etl.post_etl_queries ALTER COLUMN id SET DEFAULT nextval('etl.post_etl_queries_id_seq'::regclass);

-- Name: migrations id; Type: DEFAULT; Schema: flowkit
ALTER TABLE ONLY flowkit.migrations ALTER COLUMN id SET DEFAULT nextval('flowkit.migrations_id_seq'::regclass);

-- Name: geo_kinds geo_kind_id; Type: DEFAULT; Schema: geography
ALTER TABLE ONLY geography.geo_kinds ALTER COLUMN geo_kind_id SET DEFAULT nextval('geography.geo_kinds_geo_kind_id_seq'::regclass);

-- Name: geoms gid; Type: DEFAULT; Schema: geography
ALTER TABLE ONLY geography.geoms ALTER COLUMN gid SET DEFAULT nextval('geography.geoms_gid_seq'::regclass);

-- Name: linkage_methods linkage_method_id; Type: DEFAULT; Schema: geography
ALTER TABLE ONLY geography.linkage_methods ALTER COLUMN linkage_method_id SET DEFAULT nextval('geography.linkage_methods_linkage_method_id_seq'::regclass);

-- Name: cells cell_id; Type: DEFAULT; Schema: infrastructure
ALTER TABLE ONLY infrastructure.cells ALTER COLUMN cell_id SET DEFAULT nextval('infrastructure.cells_cell_id_seq'::regclass);

-- Name: sites site_id; Type: DEFAULT; Schema: infrastructure
ALTER TABLE ONLY infrastructure.sites ALTER COLUMN site_id SET DEFAULT nextval('infrastructure.sites_site_id_seq'::regclass);

-- Name: cache_config cache_config_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.cache_config
    ADD CONSTRAINT cache_config_pkey PRIMARY KEY (key);

-- Name: cached cached_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.cached
    ADD CONSTRAINT cached_pkey PRIMARY KEY (query_id);

-- Name: claims claims_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.claims
    ADD CONSTRAINT claims_pkey PRIMARY KEY (query_id);

-- Name: claims claims_run_key; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.claims
    ADD CONSTRAINT claims_run_key UNIQUE (run);

-- Name: dependencies dependencies_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.dependencies
    ADD CONSTRAINT dependencies_pkey PRIMARY KEY (depends_on, query_id);

-- Name: interests interests_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.interests
    ADD CONSTRAINT interests_pkey PRIMARY KEY (query_id, issuer, subject);

-- Name: queries queries_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.queries
    ADD CONSTRAINT queries_pkey PRIMARY KEY (query_id);

-- Name: query_children query_children_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.query_children
    ADD CONSTRAINT query_children_pkey PRIMARY KEY (query_id, child_id);

-- Name: result_versions result_versions_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.result_versions
    ADD CONSTRAINT result_versions_pkey PRIMARY KEY (query_id, run, item);

-- Name: results results_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.results
    ADD CONSTRAINT results_pkey PRIMARY KEY (query_id, run);

-- Name: results results_run_key; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.results
    ADD CONSTRAINT results_run_key UNIQUE (run);

-- Name: runs runs_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (run);

-- Name: tasks tasks_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (query_id);

-- Name: uses uses_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.uses
    ADD CONSTRAINT uses_pkey PRIMARY KEY (run);

-- Name: wants wants_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.wants
    ADD CONSTRAINT wants_pkey PRIMARY KEY (query_id, asked_id, issuer, subject);

-- Name: workers workers_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.workers
    ADD CONSTRAINT workers_pkey PRIMARY KEY (worker_id);

-- Name: zero_cache zero_cache_pkey; Type: CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.zero_cache
    ADD CONSTRAINT zero_cache_pkey PRIMARY KEY (object_class);

-- Name: cells cells_location_id_key; Type: CONSTRAINT; Schema: derived
ALTER TABLE ONLY derived.cells
    ADD CONSTRAINT cells_location_id_key UNIQUE (location_id);

-- Name: cells cells_pkey; Type: CONSTRAINT; Schema: derived
ALTER TABLE ONLY derived.cells
    ADD CONSTRAINT cells_pkey PRIMARY KEY (cell);

-- Name: subscribers subscribers_msisdn_key; Type: CONSTRAINT; Schema: derived
ALTER TABLE ONLY derived.subscribers
    ADD CONSTRAINT subscribers_msisdn_key UNIQUE (msisdn);

-- Name: subscribers subscribers_pkey; Type: CONSTRAINT; Schema: derived
ALTER TABLE ONLY derived.subscribers
    ADD CONSTRAINT subscribers_pkey PRIMARY KEY (subscriber);

-- Name: subscribers subscribers_pkey; Type: CONSTRAINT; Schema: dfs
ALTER TABLE ONLY dfs.subscribers
    ADD CONSTRAINT subscribers_pkey PRIMARY KEY (id);

-- Name: transaction_types transaction_types_pkey; Type: CONSTRAINT; Schema: dfs
ALTER TABLE ONLY dfs.transaction_types
    ADD CONSTRAINT transaction_types_pkey PRIMARY KEY (id);

-- Name: transactions transactions_pkey; Type: CONSTRAINT; Schema: dfs
ALTER TABLE ONLY dfs.transactions
    ADD CONSTRAINT transactions_pkey PRIMARY KEY (id);

-- Name: etl_records etl_records_pkey; Type: CONSTRAINT; Schema: etl
ALTER TABLE ONLY etl.etl_records
    ADD CONSTRAINT etl_records_pkey PRIMARY KEY (id);

-- Name: opt_outs opt_outs_pkey; Type: CONSTRAINT; Schema: etl
ALTER TABLE ONLY etl.opt_outs
    ADD CONSTRAINT opt_outs_pkey PRIMARY KEY (msisdn);

-- Name: post_etl_queries post_etl_queries_pkey; Type: CONSTRAINT; Schema: etl
ALTER TABLE ONLY etl.post_etl_queries
    ADD CONSTRAINT post_etl_queries_pkey PRIMARY KEY (id);

-- Name: reference_versions reference_versions_pkey; Type: CONSTRAINT; Schema: etl
ALTER TABLE ONLY etl.reference_versions
    ADD CONSTRAINT reference_versions_pkey PRIMARY KEY (item);

-- Name: removals removals_pkey; Type: CONSTRAINT; Schema: etl
ALTER TABLE ONLY etl.removals
    ADD CONSTRAINT removals_pkey PRIMARY KEY (id);

-- Name: removed_days removed_days_pkey; Type: CONSTRAINT; Schema: etl
ALTER TABLE ONLY etl.removed_days
    ADD CONSTRAINT removed_days_pkey PRIMARY KEY (event_type, day);

-- Name: revoked_versions revoked_versions_pkey; Type: CONSTRAINT; Schema: etl
ALTER TABLE ONLY etl.revoked_versions
    ADD CONSTRAINT revoked_versions_pkey PRIMARY KEY (item);

-- Name: sealed_days sealed_days_pkey; Type: CONSTRAINT; Schema: etl
ALTER TABLE ONLY etl.sealed_days
    ADD CONSTRAINT sealed_days_pkey PRIMARY KEY (event_type, day);

-- Name: withdrawn_tables withdrawn_tables_pkey; Type: CONSTRAINT; Schema: etl
ALTER TABLE ONLY etl.withdrawn_tables
    ADD CONSTRAINT withdrawn_tables_pkey PRIMARY KEY (table_id);

-- Name: deployment deployment_pkey; Type: CONSTRAINT; Schema: flowkit
ALTER TABLE ONLY flowkit.deployment
    ADD CONSTRAINT deployment_pkey PRIMARY KEY (the_only_row);

-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: flowkit
ALTER TABLE ONLY flowkit.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);

-- Name: synthetic_run synthetic_run_pkey; Type: CONSTRAINT; Schema: flowkit
ALTER TABLE ONLY flowkit.synthetic_run
    ADD CONSTRAINT synthetic_run_pkey PRIMARY KEY (the_only_row);

-- Name: geo_bridge geo_bridge_pkey; Type: CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.geo_bridge
    ADD CONSTRAINT geo_bridge_pkey PRIMARY KEY (location_id, gid, linkage_method_id);

-- Name: geo_kinds geo_kinds_name_key; Type: CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.geo_kinds
    ADD CONSTRAINT geo_kinds_name_key UNIQUE (name);

-- Name: geo_kinds geo_kinds_pkey; Type: CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.geo_kinds
    ADD CONSTRAINT geo_kinds_pkey PRIMARY KEY (geo_kind_id);

-- Name: geoms geoms_geo_kind_id_spatial_resolution_short_name_key; Type: CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.geoms
    ADD CONSTRAINT geoms_geo_kind_id_spatial_resolution_short_name_key UNIQUE (geo_kind_id, spatial_resolution, short_name);

-- Name: geoms geoms_pkey; Type: CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.geoms
    ADD CONSTRAINT geoms_pkey PRIMARY KEY (gid);

-- Name: linkage_methods linkage_methods_name_key; Type: CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.linkage_methods
    ADD CONSTRAINT linkage_methods_name_key UNIQUE (name);

-- Name: linkage_methods linkage_methods_pkey; Type: CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.linkage_methods
    ADD CONSTRAINT linkage_methods_pkey PRIMARY KEY (linkage_method_id);

-- Name: cells cells_id_version_key; Type: CONSTRAINT; Schema: infrastructure
ALTER TABLE ONLY infrastructure.cells
    ADD CONSTRAINT cells_id_version_key UNIQUE (id, version);

-- Name: cells cells_pkey; Type: CONSTRAINT; Schema: infrastructure
ALTER TABLE ONLY infrastructure.cells
    ADD CONSTRAINT cells_pkey PRIMARY KEY (cell_id);

-- Name: sites sites_id_version_key; Type: CONSTRAINT; Schema: infrastructure
ALTER TABLE ONLY infrastructure.sites
    ADD CONSTRAINT sites_id_version_key UNIQUE (id, version);

-- Name: sites sites_pkey; Type: CONSTRAINT; Schema: infrastructure
ALTER TABLE ONLY infrastructure.sites
    ADD CONSTRAINT sites_pkey PRIMARY KEY (site_id);

-- Name: tacs tacs_pkey; Type: CONSTRAINT; Schema: infrastructure
ALTER TABLE ONLY infrastructure.tacs
    ADD CONSTRAINT tacs_pkey PRIMARY KEY (id);

-- Name: entries entries_pkey; Type: CONSTRAINT; Schema: ledger; Owner: flowkit_ledger
ALTER TABLE ONLY ledger.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (entry);

-- Name: head head_pkey; Type: CONSTRAINT; Schema: ledger; Owner: flowkit_ledger
ALTER TABLE ONLY ledger.head
    ADD CONSTRAINT head_pkey PRIMARY KEY (only_row);

-- Name: open_grants open_grants_pkey; Type: CONSTRAINT; Schema: ledger; Owner: flowkit_ledger
ALTER TABLE ONLY ledger.open_grants
    ADD CONSTRAINT open_grants_pkey PRIMARY KEY (grant_entry);

-- Name: available_tables available_tables_pkey; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.available_tables
    ADD CONSTRAINT available_tables_pkey PRIMARY KEY (table_name);

-- Name: d_date d_date_date_actual_key; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.d_date
    ADD CONSTRAINT d_date_date_actual_key UNIQUE (date_actual);

-- Name: d_date d_date_pkey; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.d_date
    ADD CONSTRAINT d_date_pkey PRIMARY KEY (date_dim_id);

-- Name: d_time d_time_pkey; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.d_time
    ADD CONSTRAINT d_time_pkey PRIMARY KEY (time_dim_id);

-- Name: flowdb_version flowdb_version_pkey; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.flowdb_version
    ADD CONSTRAINT flowdb_version_pkey PRIMARY KEY (version);

-- Name: location_table location_table_pkey; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.location_table
    ADD CONSTRAINT location_table_pkey PRIMARY KEY (location_table);

-- Name: members members_pkey; Type: CONSTRAINT; Schema: subsets
ALTER TABLE ONLY subsets.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (subset, msisdn);

-- Name: published published_pkey; Type: CONSTRAINT; Schema: subsets
ALTER TABLE ONLY subsets.published
    ADD CONSTRAINT published_pkey PRIMARY KEY (subset);

-- Name: dependencies_query_id; Type: INDEX; Schema: cache
CREATE INDEX dependencies_query_id ON cache.dependencies USING btree (query_id);

-- Name: query_children_child_id; Type: INDEX; Schema: cache
CREATE INDEX query_children_child_id ON cache.query_children USING btree (child_id);

-- Name: results_current; Type: INDEX; Schema: cache
CREATE UNIQUE INDEX results_current ON cache.results USING btree (query_id) WHERE (superseded_at IS NULL);

-- Name: runs_query_id; Type: INDEX; Schema: cache
CREATE INDEX runs_query_id ON cache.runs USING btree (query_id);

-- Name: runs_to_be_noted; Type: INDEX; Schema: cache
CREATE INDEX runs_to_be_noted ON cache.runs USING btree (run) WHERE ((outcome IS NOT NULL) AND (ledger_entry IS NULL));

-- Name: tasks_waiting; Type: INDEX; Schema: cache
CREATE INDEX tasks_waiting ON cache.tasks USING btree (queued_at, depth, query_id) WHERE (state = 'queued'::text);

-- Name: wants_interest; Type: INDEX; Schema: cache
CREATE INDEX wants_interest ON cache.wants USING btree (asked_id, issuer, subject);

-- Name: subscribers_msisdn; Type: INDEX; Schema: dfs
CREATE INDEX subscribers_msisdn ON dfs.subscribers USING btree (msisdn);

-- Name: transactions_metadata_subscriber_id; Type: INDEX; Schema: dfs
CREATE INDEX transactions_metadata_subscriber_id ON dfs.transactions_metadata USING btree (subscriber_id);

-- Name: transactions_metadata_transaction_id; Type: INDEX; Schema: dfs
CREATE INDEX transactions_metadata_transaction_id ON dfs.transactions_metadata USING btree (transaction_id);

-- Name: transactions_timestamp; Type: INDEX; Schema: dfs
CREATE INDEX transactions_timestamp ON dfs.transactions USING btree ("timestamp");

-- Name: etl_records_latest; Type: INDEX; Schema: etl
CREATE INDEX etl_records_latest ON etl.etl_records USING btree (cdr_type, cdr_date, "timestamp" DESC, id DESC);

-- Name: post_etl_queries_latest; Type: INDEX; Schema: etl
CREATE INDEX post_etl_queries_latest ON etl.post_etl_queries USING btree (cdr_date, cdr_type, type_of_query_or_check, "timestamp" DESC, id DESC);

-- Name: geo_bridge_gid; Type: INDEX; Schema: geography
CREATE INDEX geo_bridge_gid ON geography.geo_bridge USING btree (gid);

-- Name: geoms_geography; Type: INDEX; Schema: geography
CREATE INDEX geoms_geography ON geography.geoms USING gist (public.geography(geom));

-- Name: geoms_geom; Type: INDEX; Schema: geography
CREATE INDEX geoms_geom ON geography.geoms USING gist (geom);

-- Name: cells_geom_point; Type: INDEX; Schema: infrastructure
CREATE INDEX cells_geom_point ON infrastructure.cells USING gist (geom_point);

-- Name: cells_geom_polygon; Type: INDEX; Schema: infrastructure
CREATE INDEX cells_geom_polygon ON infrastructure.cells USING gist (geom_polygon);

-- Name: cells_site_id; Type: INDEX; Schema: infrastructure
CREATE INDEX cells_site_id ON infrastructure.cells USING btree (site_id);

-- Name: sites_geom_point; Type: INDEX; Schema: infrastructure
CREATE INDEX sites_geom_point ON infrastructure.sites USING gist (geom_point);

-- Name: sites_geom_polygon; Type: INDEX; Schema: infrastructure
CREATE INDEX sites_geom_polygon ON infrastructure.sites USING gist (geom_polygon);

-- Name: entries_closing; Type: INDEX; Schema: ledger; Owner: flowkit_ledger
CREATE UNIQUE INDEX entries_closing ON ledger.entries USING btree (((((record)::jsonb #>> '{details,grant}'::text[]))::bigint)) WHERE (((record)::jsonb ->> 'type'::text) = 'closing'::text);

-- Name: entries_query_id; Type: INDEX; Schema: ledger; Owner: flowkit_ledger
CREATE INDEX entries_query_id ON ledger.entries USING btree ((((record)::jsonb #>> '{details,query_id}'::text[])));

-- Name: entries_run; Type: INDEX; Schema: ledger; Owner: flowkit_ledger
CREATE UNIQUE INDEX entries_run ON ledger.entries USING btree (((((record)::jsonb #>> '{details,run}'::text[]))::bigint)) WHERE (((record)::jsonb ->> 'type'::text) = 'run'::text);

-- Name: members_msisdn; Type: INDEX; Schema: subsets
CREATE INDEX members_msisdn ON subsets.members USING btree (msisdn);

-- Name: tasks only_known_moves; Type: TRIGGER; Schema: cache
CREATE TRIGGER only_known_moves BEFORE INSERT OR DELETE OR UPDATE OF state ON cache.tasks FOR EACH ROW EXECUTE FUNCTION cache.check_task_move();

-- Name: transactions raise_version; Type: TRIGGER; Schema: dfs
CREATE TRIGGER raise_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON dfs.transactions FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('mobile_money');

-- Name: transactions_metadata raise_version; Type: TRIGGER; Schema: dfs
CREATE TRIGGER raise_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON dfs.transactions_metadata FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('mobile_money');

-- Name: opt_outs leave_subsets; Type: TRIGGER; Schema: etl
CREATE TRIGGER leave_subsets AFTER INSERT ON etl.opt_outs REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION subsets.leave();

-- Name: geoms raise_version; Type: TRIGGER; Schema: geography
CREATE TRIGGER raise_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON geography.geoms FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('boundaries');

-- Name: cells number_cells; Type: TRIGGER; Schema: infrastructure
CREATE TRIGGER number_cells AFTER INSERT OR UPDATE ON infrastructure.cells FOR EACH STATEMENT EXECUTE FUNCTION derived.number_cells();

-- Name: cells raise_version; Type: TRIGGER; Schema: infrastructure
CREATE TRIGGER raise_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON infrastructure.cells FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('cells');

-- Name: tacs raise_version; Type: TRIGGER; Schema: infrastructure
CREATE TRIGGER raise_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON infrastructure.tacs FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('tacs');

-- Name: entries follow_grants; Type: TRIGGER; Schema: ledger; Owner: flowkit_ledger
CREATE TRIGGER follow_grants AFTER INSERT ON ledger.entries FOR EACH ROW EXECUTE FUNCTION ledger.follow_grants();

-- Name: head never_removed; Type: TRIGGER; Schema: ledger; Owner: flowkit_ledger
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON ledger.head FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- Name: entries only_additions; Type: TRIGGER; Schema: ledger; Owner: flowkit_ledger
CREATE TRIGGER only_additions BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.entries FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- Name: claims claims_query_id_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.claims
    ADD CONSTRAINT claims_query_id_fkey FOREIGN KEY (query_id) REFERENCES cache.queries(query_id) ON DELETE CASCADE;

-- Name: claims claims_worker_id_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.claims
    ADD CONSTRAINT claims_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES cache.workers(worker_id);

-- Name: dependencies dependencies_depends_on_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.dependencies
    ADD CONSTRAINT dependencies_depends_on_fkey FOREIGN KEY (depends_on) REFERENCES cache.cached(query_id) ON DELETE CASCADE;

-- Name: dependencies dependencies_query_id_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.dependencies
    ADD CONSTRAINT dependencies_query_id_fkey FOREIGN KEY (query_id) REFERENCES cache.cached(query_id) ON DELETE CASCADE;

-- Name: interests interests_query_id_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.interests
    ADD CONSTRAINT interests_query_id_fkey FOREIGN KEY (query_id) REFERENCES cache.queries(query_id) ON DELETE CASCADE;

-- Name: query_children query_children_child_id_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.query_children
    ADD CONSTRAINT query_children_child_id_fkey FOREIGN KEY (child_id) REFERENCES cache.queries(query_id) ON DELETE CASCADE;

-- Name: query_children query_children_query_id_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.query_children
    ADD CONSTRAINT query_children_query_id_fkey FOREIGN KEY (query_id) REFERENCES cache.queries(query_id) ON DELETE CASCADE;

-- Name: result_versions result_versions_query_id_run_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.result_versions
    ADD CONSTRAINT result_versions_query_id_run_fkey FOREIGN KEY (query_id, run) REFERENCES cache.results(query_id, run) ON DELETE CASCADE;

-- Name: results results_query_id_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.results
    ADD CONSTRAINT results_query_id_fkey FOREIGN KEY (query_id) REFERENCES cache.queries(query_id) ON DELETE CASCADE;

-- Name: tasks tasks_query_id_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.tasks
    ADD CONSTRAINT tasks_query_id_fkey FOREIGN KEY (query_id) REFERENCES cache.queries(query_id) ON DELETE CASCADE;

-- Name: uses uses_run_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.uses
    ADD CONSTRAINT uses_run_fkey FOREIGN KEY (run) REFERENCES cache.results(run) ON DELETE CASCADE;

-- Name: wants wants_asked_id_issuer_subject_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.wants
    ADD CONSTRAINT wants_asked_id_issuer_subject_fkey FOREIGN KEY (asked_id, issuer, subject) REFERENCES cache.interests(query_id, issuer, subject) ON DELETE CASCADE;

-- Name: wants wants_query_id_fkey; Type: FK CONSTRAINT; Schema: cache
ALTER TABLE ONLY cache.wants
    ADD CONSTRAINT wants_query_id_fkey FOREIGN KEY (query_id) REFERENCES cache.queries(query_id) ON DELETE CASCADE;

-- Name: transactions_metadata transactions_metadata_cell_id_cell_version_fkey; Type: FK CONSTRAINT; Schema: dfs
ALTER TABLE ONLY dfs.transactions_metadata
    ADD CONSTRAINT transactions_metadata_cell_id_cell_version_fkey FOREIGN KEY (cell_id, cell_version) REFERENCES infrastructure.cells(id, version);

-- Name: transactions_metadata transactions_metadata_subscriber_id_fkey; Type: FK CONSTRAINT; Schema: dfs
ALTER TABLE ONLY dfs.transactions_metadata
    ADD CONSTRAINT transactions_metadata_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES dfs.subscribers(id);

-- Name: transactions_metadata transactions_metadata_transaction_id_fkey; Type: FK CONSTRAINT; Schema: dfs
ALTER TABLE ONLY dfs.transactions_metadata
    ADD CONSTRAINT transactions_metadata_transaction_id_fkey FOREIGN KEY (transaction_id) REFERENCES dfs.transactions(id);

-- Name: transactions transactions_transtype_id_fkey; Type: FK CONSTRAINT; Schema: dfs
ALTER TABLE ONLY dfs.transactions
    ADD CONSTRAINT transactions_transtype_id_fkey FOREIGN KEY (transtype_id) REFERENCES dfs.transaction_types(id);

-- Name: geo_bridge geo_bridge_gid_fkey; Type: FK CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.geo_bridge
    ADD CONSTRAINT geo_bridge_gid_fkey FOREIGN KEY (gid) REFERENCES geography.geoms(gid);

-- Name: geo_bridge geo_bridge_linkage_method_id_fkey; Type: FK CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.geo_bridge
    ADD CONSTRAINT geo_bridge_linkage_method_id_fkey FOREIGN KEY (linkage_method_id) REFERENCES geography.linkage_methods(linkage_method_id);

-- Name: geo_bridge geo_bridge_location_id_fkey; Type: FK CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.geo_bridge
    ADD CONSTRAINT geo_bridge_location_id_fkey FOREIGN KEY (location_id) REFERENCES infrastructure.cells(cell_id);

-- Name: geoms geoms_geo_kind_id_fkey; Type: FK CONSTRAINT; Schema: geography
ALTER TABLE ONLY geography.geoms
    ADD CONSTRAINT geoms_geo_kind_id_fkey FOREIGN KEY (geo_kind_id) REFERENCES geography.geo_kinds(geo_kind_id);

-- Name: members members_subset_fkey; Type: FK CONSTRAINT; Schema: subsets
ALTER TABLE ONLY subsets.members
    ADD CONSTRAINT members_subset_fkey FOREIGN KEY (subset) REFERENCES subsets.published(subset) ON DELETE CASCADE;

-- Name: SCHEMA cache; Type: ACL; Schema: -
GRANT ALL ON SCHEMA cache TO flowmachine;

-- Name: SCHEMA derived; Type: ACL; Schema: -
GRANT USAGE ON SCHEMA derived TO flowmachine;

-- Name: SCHEMA dfs; Type: ACL; Schema: -
GRANT USAGE ON SCHEMA dfs TO flowmachine;

-- Name: SCHEMA etl; Type: ACL; Schema: -
GRANT USAGE ON SCHEMA etl TO flowmachine;

-- Name: SCHEMA events; Type: ACL; Schema: -
GRANT USAGE ON SCHEMA events TO flowmachine;

-- Name: SCHEMA flowkit; Type: ACL; Schema: -
GRANT USAGE ON SCHEMA flowkit TO flowmachine;

-- Name: SCHEMA geography; Type: ACL; Schema: -
GRANT USAGE ON SCHEMA geography TO flowmachine;

-- Name: SCHEMA infrastructure; Type: ACL; Schema: -
GRANT USAGE ON SCHEMA infrastructure TO flowmachine;

-- Name: SCHEMA ledger; Type: ACL; Schema: -; Owner: flowkit_ledger
GRANT USAGE ON SCHEMA ledger TO flowmachine;

-- Name: SCHEMA released; Type: ACL; Schema: -
GRANT ALL ON SCHEMA released TO flowmachine;
GRANT USAGE ON SCHEMA released TO flowapi;

-- Name: SCHEMA subsets; Type: ACL; Schema: -
GRANT USAGE ON SCHEMA subsets TO flowmachine;

-- Name: FUNCTION slice(query text); Type: ACL; Schema: cache
REVOKE ALL ON FUNCTION cache.slice(query text) FROM PUBLIC;
GRANT ALL ON FUNCTION cache.slice(query text) TO flowmachine;

-- Name: FUNCTION cluster_sites(points public.geometry[], weights integer[], radius double precision); Type: ACL; Schema: derived
REVOKE ALL ON FUNCTION derived.cluster_sites(points public.geometry[], weights integer[], radius double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION derived.cluster_sites(points public.geometry[], weights integer[], radius double precision) TO flowmachine;

-- Name: FUNCTION derive_day(event_type text, day date, raw regclass, name text); Type: ACL; Schema: derived
REVOKE ALL ON FUNCTION derived.derive_day(event_type text, day date, raw regclass, name text) FROM PUBLIC;

-- Name: FUNCTION number_cells(); Type: ACL; Schema: derived
REVOKE ALL ON FUNCTION derived.number_cells() FROM PUBLIC;

-- Name: FUNCTION number_day(raw regclass); Type: ACL; Schema: derived
REVOKE ALL ON FUNCTION derived.number_day(raw regclass) FROM PUBLIC;

-- Name: FUNCTION drop_opted_out(); Type: ACL; Schema: dfs
REVOKE ALL ON FUNCTION dfs.drop_opted_out() FROM PUBLIC;

-- Name: FUNCTION check_day(event_type text, day date, raw regclass); Type: ACL; Schema: etl
REVOKE ALL ON FUNCTION etl.check_day(event_type text, day date, raw regclass) FROM PUBLIC;

-- Name: FUNCTION content_version(content regclass); Type: ACL; Schema: etl
REVOKE ALL ON FUNCTION etl.content_version(content regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION etl.content_version(content regclass) TO flowmachine;

-- Name: FUNCTION drop_opted_out(raw regclass); Type: ACL; Schema: etl
REVOKE ALL ON FUNCTION etl.drop_opted_out(raw regclass) FROM PUBLIC;

-- Name: FUNCTION raise_reference_version(); Type: ACL; Schema: etl
REVOKE ALL ON FUNCTION etl.raise_reference_version() FROM PUBLIC;

-- Name: FUNCTION revoke_earlier(event_type text, day date); Type: ACL; Schema: etl
REVOKE ALL ON FUNCTION etl.revoke_earlier(event_type text, day date) FROM PUBLIC;

-- Name: FUNCTION seal_day(event_type text, day date, table_name text, row_count bigint, facts_table text, visits_table text); Type: ACL; Schema: etl
REVOKE ALL ON FUNCTION etl.seal_day(event_type text, day date, table_name text, row_count bigint, facts_table text, visits_table text) FROM PUBLIC;

-- Name: FUNCTION append(entry_type text, details jsonb); Type: ACL; Schema: ledger; Owner: flowkit_ledger
REVOKE ALL ON FUNCTION ledger.append(entry_type text, details jsonb) FROM PUBLIC;

-- Name: FUNCTION append_cancel(issuer text, subject text, token_id text, query_id text, spec jsonb, outcome text, queries_cancelled integer); Type: ACL; Schema: ledger; Owner: flowkit_ledger
REVOKE ALL ON FUNCTION ledger.append_cancel(issuer text, subject text, token_id text, query_id text, spec jsonb, outcome text, queries_cancelled integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.append_cancel(issuer text, subject text, token_id text, query_id text, spec jsonb, outcome text, queries_cancelled integer) TO flowmachine;

-- Name: FUNCTION append_grant(issuer text, subject text, token_id text, query_id text, spec jsonb, run bigint, format text, data_versions jsonb, rows_released bigint, cells_left_out bigint); Type: ACL; Schema: ledger; Owner: flowkit_ledger
REVOKE ALL ON FUNCTION ledger.append_grant(issuer text, subject text, token_id text, query_id text, spec jsonb, run bigint, format text, data_versions jsonb, rows_released bigint, cells_left_out bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.append_grant(issuer text, subject text, token_id text, query_id text, spec jsonb, run bigint, format text, data_versions jsonb, rows_released bigint, cells_left_out bigint) TO flowmachine;

-- Name: FUNCTION append_run(run bigint, query_id text, form text, spec jsonb, wanted_by jsonb, worker text, started_at timestamp with time zone, finished_at timestamp with time zone, outcome text, reason text, data_versions jsonb, rows_stored bigint, cells_left_out bigint); Type: ACL; Schema: ledger; Owner: flowkit_ledger
REVOKE ALL ON FUNCTION ledger.append_run(run bigint, query_id text, form text, spec jsonb, wanted_by jsonb, worker text, started_at timestamp with time zone, finished_at timestamp with time zone, outcome text, reason text, data_versions jsonb, rows_stored bigint, cells_left_out bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.append_run(run bigint, query_id text, form text, spec jsonb, wanted_by jsonb, worker text, started_at timestamp with time zone, finished_at timestamp with time zone, outcome text, reason text, data_versions jsonb, rows_stored bigint, cells_left_out bigint) TO flowmachine;

-- Name: FUNCTION close_forgotten_grants(after_seconds integer, most integer); Type: ACL; Schema: ledger; Owner: flowkit_ledger
REVOKE ALL ON FUNCTION ledger.close_forgotten_grants(after_seconds integer, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.close_forgotten_grants(after_seconds integer, most integer) TO flowmachine;

-- Name: FUNCTION close_grant(grant_entry bigint, issuer text, subject text, outcome text, bytes bigint); Type: ACL; Schema: ledger; Owner: flowkit_ledger
REVOKE ALL ON FUNCTION ledger.close_grant(grant_entry bigint, issuer text, subject text, outcome text, bytes bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.close_grant(grant_entry bigint, issuer text, subject text, outcome text, bytes bigint) TO flowmachine;

-- Name: FUNCTION follow_grants(); Type: ACL; Schema: ledger; Owner: flowkit_ledger
REVOKE ALL ON FUNCTION ledger.follow_grants() FROM PUBLIC;

-- Name: FUNCTION moment(at timestamp with time zone); Type: ACL; Schema: ledger; Owner: flowkit_ledger
REVOKE ALL ON FUNCTION ledger.moment(at timestamp with time zone) FROM PUBLIC;

-- Name: FUNCTION refuse_change(); Type: ACL; Schema: ledger; Owner: flowkit_ledger
REVOKE ALL ON FUNCTION ledger.refuse_change() FROM PUBLIC;

-- Name: FUNCTION lo_creat(integer); Type: ACL; Schema: pg_catalog
REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;

-- Name: FUNCTION lo_create(oid); Type: ACL; Schema: pg_catalog
REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;

-- Name: FUNCTION lo_from_bytea(oid, bytea); Type: ACL; Schema: pg_catalog
REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;

-- Name: FUNCTION cache_half_life(); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.cache_half_life() FROM PUBLIC;
GRANT ALL ON FUNCTION public.cache_half_life() TO flowmachine;

-- Name: FUNCTION cache_max_size(); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.cache_max_size() FROM PUBLIC;
GRANT ALL ON FUNCTION public.cache_max_size() TO flowmachine;

-- Name: FUNCTION cache_protected_period(); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.cache_protected_period() FROM PUBLIC;
GRANT ALL ON FUNCTION public.cache_protected_period() TO flowmachine;

-- Name: FUNCTION cache_score(multiplier numeric, compute_time numeric, size double precision); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.cache_score(multiplier numeric, compute_time numeric, size double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION public.cache_score(multiplier numeric, compute_time numeric, size double precision) TO flowmachine;

-- Name: FUNCTION hartigan_area(centre public.geography, site_ids text[], versions integer[], buffer double precision); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.hartigan_area(centre public.geography, site_ids text[], versions integer[], buffer double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION public.hartigan_area(centre public.geography, site_ids text[], versions integer[], buffer double precision) TO flowmachine;

-- Name: FUNCTION hartigan_cluster(visits public.hartigan_visits); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.hartigan_cluster(visits public.hartigan_visits) FROM PUBLIC;
GRANT ALL ON FUNCTION public.hartigan_cluster(visits public.hartigan_visits) TO flowmachine;

-- Name: FUNCTION hartigan_visit(visits public.hartigan_visits, site_id text, version integer, weight integer, radius double precision, buffer double precision, call_threshold integer); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.hartigan_visit(visits public.hartigan_visits, site_id text, version integer, weight integer, radius double precision, buffer double precision, call_threshold integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.hartigan_visit(visits public.hartigan_visits, site_id text, version integer, weight integer, radius double precision, buffer double precision, call_threshold integer) TO flowmachine;

-- Name: FUNCTION makegrid_2d(area public.geometry, step integer); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.makegrid_2d(area public.geometry, step integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.makegrid_2d(area public.geometry, step integer) TO flowmachine;

-- Name: FUNCTION random_ints(seed double precision, n_samples integer, max_val integer); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.random_ints(seed double precision, n_samples integer, max_val integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.random_ints(seed double precision, n_samples integer, max_val integer) TO flowmachine;

-- Name: FUNCTION table_size(tablename text, table_schema text); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.table_size(tablename text, table_schema text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.table_size(tablename text, table_schema text) TO flowmachine;

-- Name: FUNCTION touch_cache(cached_query_id text); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.touch_cache(cached_query_id text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.touch_cache(cached_query_id text) TO flowmachine;

-- Name: FUNCTION add_members(subset text, people bytea[]); Type: ACL; Schema: subsets
REVOKE ALL ON FUNCTION subsets.add_members(subset text, people bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION subsets.add_members(subset text, people bytea[]) TO flowmachine;

-- Name: FUNCTION leave(); Type: ACL; Schema: subsets
REVOKE ALL ON FUNCTION subsets.leave() FROM PUBLIC;

-- Name: FUNCTION publish(subset text); Type: ACL; Schema: subsets
REVOKE ALL ON FUNCTION subsets.publish(subset text) FROM PUBLIC;
GRANT ALL ON FUNCTION subsets.publish(subset text) TO flowmachine;

-- Name: FUNCTION raise_version(subset text, revoke boolean); Type: ACL; Schema: subsets
REVOKE ALL ON FUNCTION subsets.raise_version(subset text, revoke boolean) FROM PUBLIC;

-- Name: FUNCTION withdraw(subset text); Type: ACL; Schema: subsets
REVOKE ALL ON FUNCTION subsets.withdraw(subset text) FROM PUBLIC;
GRANT ALL ON FUNCTION subsets.withdraw(subset text) TO flowmachine;

-- Name: FUNCTION hartigan(text, integer, integer, double precision, double precision, integer); Type: ACL; Schema: public
REVOKE ALL ON FUNCTION public.hartigan(text, integer, integer, double precision, double precision, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.hartigan(text, integer, integer, double precision, double precision, integer) TO flowmachine;

-- Name: TABLE cache_config; Type: ACL; Schema: cache
GRANT SELECT,UPDATE ON TABLE cache.cache_config TO flowmachine;

-- Name: SEQUENCE cache_touches; Type: ACL; Schema: cache
GRANT ALL ON SEQUENCE cache.cache_touches TO flowmachine;

-- Name: TABLE cached; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE cache.cached TO flowmachine;

-- Name: TABLE claims; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.claims TO flowmachine;

-- Name: TABLE dependencies; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE cache.dependencies TO flowmachine;

-- Name: TABLE interests; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.interests TO flowmachine;

-- Name: TABLE queries; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.queries TO flowmachine;

-- Name: TABLE query_children; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.query_children TO flowmachine;

-- Name: TABLE result_versions; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.result_versions TO flowmachine;

-- Name: TABLE results; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.results TO flowmachine;

-- Name: SEQUENCE run_seq; Type: ACL; Schema: cache
GRANT USAGE ON SEQUENCE cache.run_seq TO flowmachine;

-- Name: TABLE runs; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.runs TO flowmachine;

-- Name: TABLE task_moves; Type: ACL; Schema: cache
GRANT SELECT ON TABLE cache.task_moves TO flowmachine;

-- Name: TABLE tasks; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.tasks TO flowmachine;

-- Name: SEQUENCE use_seq; Type: ACL; Schema: cache
GRANT USAGE ON SEQUENCE cache.use_seq TO flowmachine;

-- Name: TABLE uses; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.uses TO flowmachine;

-- Name: TABLE wants; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.wants TO flowmachine;

-- Name: TABLE workers; Type: ACL; Schema: cache
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE cache.workers TO flowmachine;

-- Name: TABLE zero_cache; Type: ACL; Schema: cache
GRANT SELECT ON TABLE cache.zero_cache TO flowmachine;

-- Name: TABLE cells; Type: ACL; Schema: derived
GRANT SELECT ON TABLE derived.cells TO flowmachine;

-- Name: TABLE subscribers; Type: ACL; Schema: derived
GRANT SELECT ON TABLE derived.subscribers TO flowmachine;

-- Name: TABLE subscribers; Type: ACL; Schema: dfs
GRANT SELECT ON TABLE dfs.subscribers TO flowmachine;

-- Name: TABLE transaction_types; Type: ACL; Schema: dfs
GRANT SELECT ON TABLE dfs.transaction_types TO flowmachine;

-- Name: TABLE transactions; Type: ACL; Schema: dfs
GRANT SELECT ON TABLE dfs.transactions TO flowmachine;

-- Name: TABLE transactions_metadata; Type: ACL; Schema: dfs
GRANT SELECT ON TABLE dfs.transactions_metadata TO flowmachine;

-- Name: TABLE etl_records; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.etl_records TO flowmachine;

-- Name: TABLE ingest_state; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.ingest_state TO flowmachine;

-- Name: TABLE available_dates; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.available_dates TO flowmachine;

-- Name: TABLE reference_versions; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.reference_versions TO flowmachine;

-- Name: TABLE sealed_days; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.sealed_days TO flowmachine;

-- Name: TABLE data_versions; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.data_versions TO flowmachine;

-- Name: TABLE post_etl_queries; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.post_etl_queries TO flowmachine;

-- Name: TABLE deduped_post_etl_queries; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.deduped_post_etl_queries TO flowmachine;

-- Name: TABLE removed_days; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.removed_days TO flowmachine;

-- Name: TABLE revoked_versions; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.revoked_versions TO flowmachine;

-- Name: TABLE withdrawn_tables; Type: ACL; Schema: etl
GRANT SELECT ON TABLE etl.withdrawn_tables TO flowmachine;

-- Name: TABLE calls; Type: ACL; Schema: events
GRANT SELECT ON TABLE events.calls TO flowmachine;

-- Name: TABLE forwards; Type: ACL; Schema: events
GRANT SELECT ON TABLE events.forwards TO flowmachine;

-- Name: TABLE mds; Type: ACL; Schema: events
GRANT SELECT ON TABLE events.mds TO flowmachine;

-- Name: TABLE sms; Type: ACL; Schema: events
GRANT SELECT ON TABLE events.sms TO flowmachine;

-- Name: TABLE topups; Type: ACL; Schema: events
GRANT SELECT ON TABLE events.topups TO flowmachine;

-- Name: TABLE deployment; Type: ACL; Schema: flowkit
GRANT SELECT ON TABLE flowkit.deployment TO flowmachine;

-- Name: TABLE geoms; Type: ACL; Schema: geography
GRANT SELECT ON TABLE geography.geoms TO flowmachine;

-- Name: TABLE admin0; Type: ACL; Schema: geography
GRANT SELECT ON TABLE geography.admin0 TO flowmachine;

-- Name: TABLE admin1; Type: ACL; Schema: geography
GRANT SELECT ON TABLE geography.admin1 TO flowmachine;

-- Name: TABLE admin2; Type: ACL; Schema: geography
GRANT SELECT ON TABLE geography.admin2 TO flowmachine;

-- Name: TABLE admin3; Type: ACL; Schema: geography
GRANT SELECT ON TABLE geography.admin3 TO flowmachine;

-- Name: TABLE geo_bridge; Type: ACL; Schema: geography
GRANT SELECT ON TABLE geography.geo_bridge TO flowmachine;

-- Name: TABLE geo_kinds; Type: ACL; Schema: geography
GRANT SELECT ON TABLE geography.geo_kinds TO flowmachine;

-- Name: TABLE linkage_methods; Type: ACL; Schema: geography
GRANT SELECT ON TABLE geography.linkage_methods TO flowmachine;

-- Name: TABLE cells; Type: ACL; Schema: infrastructure
GRANT SELECT ON TABLE infrastructure.cells TO flowmachine;

-- Name: TABLE sites; Type: ACL; Schema: infrastructure
GRANT SELECT ON TABLE infrastructure.sites TO flowmachine;

-- Name: TABLE tacs; Type: ACL; Schema: infrastructure
GRANT SELECT ON TABLE infrastructure.tacs TO flowmachine;

-- Name: TABLE entries; Type: ACL; Schema: ledger; Owner: flowkit_ledger
GRANT SELECT ON TABLE ledger.entries TO flowmachine;

-- Name: TABLE head; Type: ACL; Schema: ledger; Owner: flowkit_ledger
GRANT SELECT ON TABLE ledger.head TO flowmachine;

-- Name: TABLE history; Type: ACL; Schema: ledger; Owner: flowkit_ledger
GRANT SELECT ON TABLE ledger.history TO flowmachine;

-- Name: TABLE available_tables; Type: ACL; Schema: public
GRANT SELECT ON TABLE public.available_tables TO flowmachine;

-- Name: TABLE d_date; Type: ACL; Schema: public
GRANT SELECT ON TABLE public.d_date TO flowmachine;

-- Name: TABLE d_time; Type: ACL; Schema: public
GRANT SELECT ON TABLE public.d_time TO flowmachine;

-- Name: TABLE flowdb_version; Type: ACL; Schema: public
GRANT SELECT ON TABLE public.flowdb_version TO flowmachine;

-- Name: TABLE geography_columns; Type: ACL; Schema: public
REVOKE SELECT ON TABLE public.geography_columns FROM PUBLIC;
GRANT SELECT ON TABLE public.geography_columns TO flowmachine;

-- Name: TABLE geometry_columns; Type: ACL; Schema: public
REVOKE SELECT ON TABLE public.geometry_columns FROM PUBLIC;
GRANT SELECT ON TABLE public.geometry_columns TO flowmachine;

-- Name: TABLE location_table; Type: ACL; Schema: public
GRANT SELECT ON TABLE public.location_table TO flowmachine;

-- Name: TABLE spatial_ref_sys; Type: ACL; Schema: public
REVOKE SELECT ON TABLE public.spatial_ref_sys FROM PUBLIC;
GRANT SELECT ON TABLE public.spatial_ref_sys TO flowmachine;

-- Name: TABLE members; Type: ACL; Schema: subsets
GRANT SELECT ON TABLE subsets.members TO flowmachine;

-- Name: TABLE published; Type: ACL; Schema: subsets
GRANT SELECT ON TABLE subsets.published TO flowmachine;

-- Name: TABLE subscribers; Type: ACL; Schema: subsets
GRANT SELECT ON TABLE subsets.subscribers TO flowmachine;

-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: derived
ALTER DEFAULT PRIVILEGES IN SCHEMA derived GRANT SELECT ON TABLES  TO flowmachine;

-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: dfs
ALTER DEFAULT PRIVILEGES IN SCHEMA dfs GRANT SELECT ON TABLES  TO flowmachine;

-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: etl
ALTER DEFAULT PRIVILEGES IN SCHEMA etl GRANT SELECT ON TABLES  TO flowmachine;

-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: events
ALTER DEFAULT PRIVILEGES IN SCHEMA events GRANT SELECT ON TABLES  TO flowmachine;

-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: geography
ALTER DEFAULT PRIVILEGES IN SCHEMA geography GRANT SELECT ON TABLES  TO flowmachine;

-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: infrastructure
ALTER DEFAULT PRIVILEGES IN SCHEMA infrastructure GRANT SELECT ON TABLES  TO flowmachine;

-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: public
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES  TO flowmachine;

-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: released; Owner: flowmachine
ALTER DEFAULT PRIVILEGES FOR ROLE flowmachine IN SCHEMA released GRANT SELECT ON TABLES  TO flowapi;
