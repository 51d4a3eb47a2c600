-- Raw events. Each type is partitioned by the deployment's local days; loading makes the partitions, named
-- <type>_<yyyymmdd>. A call or SMS between two subscribers has two rows with one id, one for each party.
-- Identifiers are pseudonyms: the bytes of a keyed hash, never a phone number, IMSI or IMEI.

CREATE SCHEMA IF NOT EXISTS events;
GRANT USAGE ON SCHEMA events TO flowmachine;
ALTER DEFAULT PRIVILEGES IN SCHEMA events GRANT SELECT ON TABLES TO flowmachine;

CREATE TABLE IF NOT EXISTS events.calls (
    id text,
    outgoing boolean,
    datetime timestamptz NOT NULL,
    duration numeric,
    network text,
    msisdn bytea NOT NULL,
    msisdn_counterpart bytea,
    location_id text,
    imsi bytea,
    imei bytea,
    tac numeric(8),
    operator_code numeric,
    country_code numeric
) PARTITION BY RANGE (datetime);

CREATE TABLE IF NOT EXISTS events.sms (
    id text,
    outgoing boolean,
    datetime timestamptz NOT NULL,
    network text,
    msisdn bytea NOT NULL,
    msisdn_counterpart bytea,
    location_id text,
    imsi bytea,
    imei bytea,
    tac numeric(8),
    operator_code numeric,
    country_code numeric
) PARTITION BY RANGE (datetime);

-- Call forwards.
CREATE TABLE IF NOT EXISTS events.forwards (
    id text,
    outgoing boolean,
    datetime timestamptz NOT NULL,
    network text,
    msisdn bytea NOT NULL,
    msisdn_counterpart bytea,
    location_id text,
    imsi bytea,
    imei bytea,
    tac numeric(8),
    operator_code numeric,
    country_code numeric
) PARTITION BY RANGE (datetime);

-- Mobile data sessions.
CREATE TABLE IF NOT EXISTS events.mds (
    id text,
    datetime timestamptz NOT NULL,
    duration numeric,
    volume_total numeric,
    volume_upload numeric,
    volume_download numeric,
    msisdn bytea NOT NULL,
    location_id text,
    imsi bytea,
    imei bytea,
    tac numeric(8),
    operator_code numeric,
    country_code numeric
) PARTITION BY RANGE (datetime);

CREATE TABLE IF NOT EXISTS events.topups (
    id text,
    datetime timestamptz NOT NULL,
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
    tac numeric(8),
    operator_code numeric,
    country_code numeric
) PARTITION BY RANGE (datetime);

DO $$
DECLARE
    root text;
BEGIN
    FOREACH root IN ARRAY ARRAY['calls', 'sms', 'forwards', 'mds', 'topups'] LOOP
        EXECUTE format('GRANT SELECT ON events.%I TO flowmachine', root);
        EXECUTE format('COMMENT ON COLUMN events.%I.msisdn IS %L', root, 'Pseudonym of the subscriber');
        EXECUTE format('COMMENT ON COLUMN events.%I.location_id IS %L', root, 'The id of a cell');
        EXECUTE format('COMMENT ON COLUMN events.%I.operator_code IS %L', root, 'Mobile network code');
        EXECUTE format('COMMENT ON COLUMN events.%I.country_code IS %L', root, 'Mobile country code');
    END LOOP;
    FOREACH root IN ARRAY ARRAY['calls', 'sms', 'forwards'] LOOP
        EXECUTE format('COMMENT ON COLUMN events.%I.id IS %L', root, 'The same in the rows of both parties');
        EXECUTE format('COMMENT ON COLUMN events.%I.outgoing IS %L', root, 'Whether the subscriber began it');
    END LOOP;
END
$$;
COMMENT ON COLUMN events.calls.duration IS 'Seconds';
COMMENT ON COLUMN events.mds.duration IS 'Seconds';
COMMENT ON COLUMN events.mds.volume_total IS 'Megabytes (10^6 bytes), as are volume_upload and volume_download';
COMMENT ON COLUMN events.topups.recharge_amount IS 'In the country''s currency, as are fees and balances';

-- What each event table has. The Python library, when it is not told which tables to read, takes those with
-- subscribers and counterparts; forwards are not among them until somebody loads some and says so here.
CREATE TABLE IF NOT EXISTS public.available_tables (
    table_name text PRIMARY KEY,
    has_locations boolean NOT NULL DEFAULT false,
    has_subscribers boolean NOT NULL DEFAULT false,
    has_counterparts boolean NOT NULL DEFAULT false
);
INSERT INTO public.available_tables (table_name, has_locations, has_subscribers, has_counterparts) VALUES
    ('calls', true, true, true),
    ('sms', true, true, true),
    ('forwards', false, false, false),
    ('mds', true, true, false),
    ('topups', true, true, false)
ON CONFLICT DO NOTHING;
GRANT SELECT ON public.available_tables TO flowmachine;

CREATE OR REPLACE FUNCTION public.available_tables()
RETURNS TABLE (table_name text, has_locations boolean, has_subscribers boolean, has_counterparts boolean)
LANGUAGE sql STABLE AS $$
    SELECT table_name, has_locations, has_subscribers, has_counterparts FROM public.available_tables
$$;
