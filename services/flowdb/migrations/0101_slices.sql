-- Runs a query that reads, which may be one of many that parallel workers take one after the other. To the planner what
-- it runs is as good as unknown, so that it neither flattens it nor puts workers of its own into it.
CREATE OR REPLACE FUNCTION cache.slice(query text) RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000000
SET max_parallel_workers_per_gather = 0 AS $$
BEGIN
    RETURN QUERY EXECUTE query;
END
$$;

REVOKE ALL ON FUNCTION cache.slice FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cache.slice TO flowmachine;
