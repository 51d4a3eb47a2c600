-- People who do not want to be in the data: their pseudonyms, kept for good so that no later load lets them in again.
CREATE TABLE IF NOT EXISTS etl.opt_outs (
    msisdn bytea PRIMARY KEY,
    added_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE etl.opt_outs IS 'Pseudonyms of subscribers who are left out of every load';
-- Queries find nobody of the list in the data; who is on it is not theirs to know.
REVOKE ALL ON etl.opt_outs FROM flowmachine;

-- Takes those who opted out from a table of raw events: their own rows, and their pseudonym from the rows of those
-- they were in touch with.
CREATE OR REPLACE FUNCTION etl.drop_opted_out(raw regclass) RETURNS bigint LANGUAGE plpgsql AS $$
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
REVOKE ALL ON FUNCTION etl.drop_opted_out FROM PUBLIC;
