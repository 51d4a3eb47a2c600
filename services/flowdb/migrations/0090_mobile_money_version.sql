-- Mobile money has a version like reference data, so that results which have read it are known to be stale. It has one
-- for all days: its tables are not made of days.

CREATE OR REPLACE TRIGGER raise_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON dfs.transactions
    FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('mobile_money');
CREATE OR REPLACE TRIGGER raise_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON dfs.transactions_metadata
    FOR EACH STATEMENT EXECUTE FUNCTION etl.raise_reference_version('mobile_money');

-- Takes those who opted out from mobile money: their side of each transaction, and transactions of which no side is
-- left. Who dealt with them keeps their own side. Mobile money has no days to replace: readers see it change with the
-- commit, and results that had somebody in them are not served any more from then on.
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

    IF cardinality(affected) > 0 THEN
        INSERT INTO etl.revoked_versions AS revoked (item, before)
        SELECT item, version FROM etl.reference_versions WHERE item = 'mobile_money'
        ON CONFLICT ON CONSTRAINT revoked_versions_pkey DO UPDATE SET
            before = excluded.before,
            revoked_at = excluded.revoked_at;
    END IF;
END
$$;
