-- What the Python library `flowmachine` keeps in `cache` beside the results that it stores there, and the functions
-- that it calls. Nothing else uses them.

CREATE TABLE IF NOT EXISTS cache.cached (
    query_id text PRIMARY KEY,
    version text,
    query text,
    created timestamptz,
    access_count integer,
    last_accessed timestamptz,
    compute_time numeric,
    cache_score_multiplier numeric,
    class text,
    schema text,
    tablename text,
    obj bytea
);
COMMENT ON COLUMN cache.cached.compute_time IS 'Milliseconds';
COMMENT ON COLUMN cache.cached.obj IS 'The query as a Python pickle';

CREATE TABLE IF NOT EXISTS cache.dependencies (
    query_id text NOT NULL REFERENCES cache.cached ON DELETE CASCADE,
    depends_on text NOT NULL REFERENCES cache.cached ON DELETE CASCADE,
    PRIMARY KEY (depends_on, query_id)
);
CREATE INDEX IF NOT EXISTS dependencies_query_id ON cache.dependencies (query_id);

-- Counts every retrieval of a stored result.
CREATE SEQUENCE IF NOT EXISTS cache.cache_touches;

-- half_life in retrievals, cache_size in bytes, cache_protected_period in seconds. The library changes them.
CREATE TABLE IF NOT EXISTS cache.cache_config (
    key text PRIMARY KEY,
    value text
);
INSERT INTO cache.cache_config (key, value) VALUES
    ('half_life', '1000'),
    ('cache_size', '10000000000'),
    ('cache_protected_period', '86400')
ON CONFLICT DO NOTHING;

-- Classes of the library that stand for tables outside `cache`, which are never worth evicting.
CREATE TABLE IF NOT EXISTS cache.zero_cache (
    object_class text PRIMARY KEY
);
INSERT INTO cache.zero_cache (object_class) VALUES
    ('Table'), ('GeoTable'), ('CallsTable'), ('SmsTable'), ('MdsTable'), ('TopupsTable'), ('ForwardsTable'),
    ('TacsTable'), ('CellsTable'), ('SitesTable')
ON CONFLICT DO NOTHING;

GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON cache.cached, cache.dependencies TO flowmachine;
GRANT SELECT, UPDATE ON cache.cache_config TO flowmachine;
GRANT SELECT ON cache.zero_cache TO flowmachine;
GRANT SELECT, USAGE, UPDATE ON SEQUENCE cache.cache_touches TO flowmachine;

CREATE OR REPLACE FUNCTION public.cache_half_life() RETURNS double precision LANGUAGE sql STABLE AS $$
    SELECT value::double precision FROM cache.cache_config WHERE key = 'half_life'
$$;

CREATE OR REPLACE FUNCTION public.cache_max_size() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT value::bigint FROM cache.cache_config WHERE key = 'cache_size'
$$;

CREATE OR REPLACE FUNCTION public.cache_protected_period() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT value::bigint FROM cache.cache_config WHERE key = 'cache_protected_period'
$$;

-- Bytes on disk, indexes included; null where there is no such table.
CREATE OR REPLACE FUNCTION public.table_size(tablename text, table_schema text) RETURNS double precision
LANGUAGE sql STABLE AS $$
    SELECT pg_total_relation_size(pg_class.oid)
    FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind = 'r' AND relname = tablename AND nspname = table_schema
$$;

-- What a stored result is worth keeping: seconds of computing that it saves for each byte, weighted by its use.
CREATE OR REPLACE FUNCTION public.cache_score(multiplier numeric, compute_time numeric, size double precision)
RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    SELECT multiplier * (compute_time / 1000) / size
$$;

-- Records that a stored result was used, and answers its score. The weight of a use doubles every half-life.
CREATE OR REPLACE FUNCTION public.touch_cache(cached_query_id text) RETURNS double precision
LANGUAGE plpgsql AS $$
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

-- A sample of distinct numbers from 1 to max_val that the seed, from -1 to 1, determines.
CREATE OR REPLACE FUNCTION public.random_ints(seed double precision, n_samples integer, max_val integer)
RETURNS TABLE (id integer) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM setseed(seed);
    RETURN QUERY SELECT number FROM generate_series(1, max_val) AS number ORDER BY random() LIMIT n_samples;
    -- What follows in the session is not to be as predictable as the sample.
    PERFORM setseed(hashtext(gen_random_uuid()::text) / 2147483648.0);
END
$$;

-- A grid over an area, in squares of `step` metres around the area's centre, as one collection.
CREATE OR REPLACE FUNCTION public.makegrid_2d(area public.geometry, step integer) RETURNS public.geometry
LANGUAGE sql STABLE AS $$
    SELECT ST_Collect(ST_Transform(square.geom, plane, 4326))
    FROM
        (SELECT ST_Centroid(area) AS centre) AS centres,
        format('+proj=laea +lat_0=%s +lon_0=%s +datum=WGS84 +units=m', ST_Y(centre), ST_X(centre)) AS plane,
        ST_Transform(area, plane) AS flat,
        ST_SquareGrid(step, flat) AS square
    WHERE ST_Intersects(square.geom, flat)
$$;

REVOKE ALL ON FUNCTION
    public.cache_half_life, public.cache_max_size, public.cache_protected_period, public.table_size,
    public.cache_score, public.touch_cache, public.random_ints, public.makegrid_2d
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    public.cache_half_life, public.cache_max_size, public.cache_protected_period, public.table_size,
    public.cache_score, public.touch_cache, public.random_ints, public.makegrid_2d
TO flowmachine;
