-- Who was given which result. Rows are only ever added, through a function of a role that nobody can log in as.

CREATE SCHEMA IF NOT EXISTS ledger;
ALTER SCHEMA ledger OWNER TO flowkit_ledger;
REVOKE ALL ON SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO flowmachine;

CREATE TABLE IF NOT EXISTS ledger.grants (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    issuer text,
    subject text NOT NULL,
    token_id text,
    query_id text NOT NULL,
    spec jsonb NOT NULL,
    run bigint NOT NULL,
    format text NOT NULL,
    data_versions jsonb NOT NULL,
    rows_released bigint NOT NULL,
    cells_left_out bigint
);
ALTER TABLE ledger.grants OWNER TO flowkit_ledger;
COMMENT ON COLUMN ledger.grants.cells_left_out IS 'Cells of the full grid that the result does not hold, true zeros included';

CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger can only be added to';
END
$$;
ALTER FUNCTION ledger.refuse_change OWNER TO flowkit_ledger;

CREATE OR REPLACE TRIGGER only_additions BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.grants
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- Appends a grant and answers its number.
CREATE OR REPLACE FUNCTION ledger.append_grant(
    issuer text, subject text, token_id text, query_id text, spec jsonb, run bigint, format text,
    data_versions jsonb, rows_released bigint, cells_left_out bigint
) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO ledger.grants
        (issuer, subject, token_id, query_id, spec, run, format, data_versions, rows_released, cells_left_out)
    VALUES (issuer, subject, token_id, query_id, spec, run, format, data_versions, rows_released, cells_left_out)
    RETURNING entry
$$;
ALTER FUNCTION ledger.append_grant OWNER TO flowkit_ledger;
REVOKE ALL ON FUNCTION ledger.append_grant, ledger.refuse_change FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append_grant TO flowmachine;
