-- Who may do what. The three roles cannot log in by themselves: `flowdb migrate` gives their passwords, or makes
-- logins that belong to them, and says who may connect. Each later migration grants what it adds; nothing is granted
-- to PUBLIC.

-- Roles belong to the whole server, and another database of it may be migrated at the same moment.
DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('flowmachine', 'Reads everything, computes into cache and released'),
            ('flowapi', 'Reads released tables and nothing else, makes nothing'),
            ('flowkit_ledger', 'Owns the ledger of grants; nobody logs in as it')
        ) AS roles (name, purpose)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted.name);
                EXECUTE format('COMMENT ON ROLE %I IS %L', wanted.name, wanted.purpose);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;
END
$$;

-- A new database of PostgreSQL 15 doesn't let PUBLIC create here; one that was upgraded may.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO flowmachine;

-- What PostGIS and PostgreSQL leave open to PUBLIC but only FlowMachine needs: the catalog of projections, the names
-- of geometry columns, functions that tell the extent and the distribution of a table's geometries to people who may
-- not read the table, and large objects, which anybody can make.
DO $$
DECLARE
    hidden regprocedure;
BEGIN
    REVOKE ALL ON public.spatial_ref_sys, public.geometry_columns, public.geography_columns FROM PUBLIC;
    GRANT SELECT ON public.spatial_ref_sys, public.geometry_columns, public.geography_columns TO flowmachine;
    FOR hidden IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
            AND (prosecdef OR proname IN ('_postgis_stats', '_postgis_selectivity', '_postgis_join_selectivity'))
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', hidden);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO flowmachine', hidden);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
