-- Quality checks of a loaded day, as administrators know them: one figure each, recorded in etl.post_etl_queries.
-- They inform, and never hold a load up. The session's time zone must be the deployment's.
CREATE OR REPLACE FUNCTION etl.check_day(event_type text, day date, raw regclass) RETURNS void LANGUAGE plpgsql AS $$
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
$$;
REVOKE ALL ON FUNCTION etl.check_day FROM PUBLIC;
