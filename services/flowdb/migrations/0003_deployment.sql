-- What is true of this deployment as a whole, and what clients ask the database about itself.

CREATE SCHEMA IF NOT EXISTS flowkit;
GRANT USAGE ON SCHEMA flowkit TO flowmachine;

-- One row, written by `flowdb migrate`.
CREATE TABLE IF NOT EXISTS flowkit.deployment (
    the_only_row boolean PRIMARY KEY DEFAULT true CHECK (the_only_row),
    timezone text NOT NULL
);
COMMENT ON COLUMN flowkit.deployment.timezone IS
    'IANA name. Days, hours and partitions are local to it, so it cannot change once there are events';
GRANT SELECT ON flowkit.deployment TO flowmachine;

-- The FlowKit release whose FlowDB this schema keeps to: the Python library refuses databases that are too old.
CREATE TABLE IF NOT EXISTS public.flowdb_version (
    version text PRIMARY KEY,
    release_date date
);
INSERT INTO public.flowdb_version (version, release_date) VALUES ('1.34.0', '2026-11-22') ON CONFLICT DO NOTHING;
GRANT SELECT ON public.flowdb_version TO flowmachine;

CREATE OR REPLACE FUNCTION public.flowdb_version() RETURNS TABLE (version text, release_date date)
LANGUAGE sql STABLE AS $$
    SELECT version, release_date FROM public.flowdb_version
$$;

-- The table whose `id` is the `location_id` of events.
CREATE TABLE IF NOT EXISTS public.location_table (
    location_table text PRIMARY KEY
);
INSERT INTO public.location_table (location_table) VALUES ('infrastructure.cells') ON CONFLICT DO NOTHING;
GRANT SELECT ON public.location_table TO flowmachine;

CREATE OR REPLACE FUNCTION public.location_table() RETURNS TABLE (location_table text)
LANGUAGE sql STABLE AS $$
    SELECT location_table FROM public.location_table
$$;
