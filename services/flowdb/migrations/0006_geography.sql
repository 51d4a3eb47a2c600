-- Areas that results are about, and which cells belong to them.

CREATE SCHEMA IF NOT EXISTS geography;
GRANT USAGE ON SCHEMA geography TO flowmachine;
ALTER DEFAULT PRIVILEGES IN SCHEMA geography GRANT SELECT ON TABLES TO flowmachine;

CREATE TABLE IF NOT EXISTS geography.geo_kinds (
    geo_kind_id serial PRIMARY KEY,
    name text NOT NULL UNIQUE
);
INSERT INTO geography.geo_kinds (name) SELECT 'admin_unit'
WHERE NOT EXISTS (SELECT FROM geography.geo_kinds WHERE name = 'admin_unit');

CREATE TABLE IF NOT EXISTS geography.linkage_methods (
    linkage_method_id serial PRIMARY KEY,
    name text NOT NULL UNIQUE,
    meta jsonb
);
INSERT INTO geography.linkage_methods (name) SELECT 'point_in_polygon'
WHERE NOT EXISTS (SELECT FROM geography.linkage_methods WHERE name = 'point_in_polygon');

CREATE TABLE IF NOT EXISTS geography.geoms (
    gid bigserial PRIMARY KEY,
    added_date timestamptz NOT NULL DEFAULT now(),
    short_name text,
    long_name text,
    geo_kind_id integer DEFAULT 1 REFERENCES geography.geo_kinds,
    spatial_resolution integer,
    additional_metadata jsonb,
    geom public.geometry(MultiPolygon, 4326),
    UNIQUE (geo_kind_id, spatial_resolution, short_name)
);
COMMENT ON COLUMN geography.geoms.short_name IS 'The code of the area, such as a p-code';
COMMENT ON COLUMN geography.geoms.spatial_resolution IS 'The administrative level, or the size of the cells of a grid';
COMMENT ON COLUMN geography.geoms.additional_metadata IS 'parent_pcod is the short_name of the unit that an administrative unit is part of';
CREATE INDEX IF NOT EXISTS geoms_geom ON geography.geoms USING gist (geom);
CREATE INDEX IF NOT EXISTS geoms_geography ON geography.geoms USING gist (public.geography(geom));

-- Which version of a cell belongs to which areas, in parts where it is more than one. A row of cells is one place
-- that a cell has had, so that is what a location is.
CREATE TABLE IF NOT EXISTS geography.geo_bridge (
    location_id bigint NOT NULL REFERENCES infrastructure.cells (cell_id),
    gid bigint NOT NULL REFERENCES geography.geoms,
    valid_from date,
    valid_to date,
    weight double precision NOT NULL DEFAULT 1,
    linkage_method_id integer NOT NULL DEFAULT 1 REFERENCES geography.linkage_methods,
    PRIMARY KEY (location_id, gid, linkage_method_id)
);
CREATE INDEX IF NOT EXISTS geo_bridge_gid ON geography.geo_bridge (gid);

CREATE OR REPLACE VIEW geography.admin0 AS
    SELECT gid, short_name AS admin0pcod, long_name AS admin0name,
        additional_metadata ->> 'parent_pcod' AS parent_pcod, geom
    FROM geography.geoms
    WHERE geo_kind_id = 1 AND spatial_resolution = 0;
CREATE OR REPLACE VIEW geography.admin1 AS
    SELECT gid, short_name AS admin1pcod, long_name AS admin1name,
        additional_metadata ->> 'parent_pcod' AS parent_pcod, geom
    FROM geography.geoms
    WHERE geo_kind_id = 1 AND spatial_resolution = 1;
CREATE OR REPLACE VIEW geography.admin2 AS
    SELECT gid, short_name AS admin2pcod, long_name AS admin2name,
        additional_metadata ->> 'parent_pcod' AS parent_pcod, geom
    FROM geography.geoms
    WHERE geo_kind_id = 1 AND spatial_resolution = 2;
CREATE OR REPLACE VIEW geography.admin3 AS
    SELECT gid, short_name AS admin3pcod, long_name AS admin3name,
        additional_metadata ->> 'parent_pcod' AS parent_pcod, geom
    FROM geography.geoms
    WHERE geo_kind_id = 1 AND spatial_resolution = 3;

GRANT SELECT ON ALL TABLES IN SCHEMA geography TO flowmachine;
