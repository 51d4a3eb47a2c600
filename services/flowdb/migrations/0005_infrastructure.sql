-- The physical network: sites, the cells on them, and the devices that use them.

CREATE SCHEMA IF NOT EXISTS infrastructure;
GRANT USAGE ON SCHEMA infrastructure TO flowmachine;
ALTER DEFAULT PRIVILEGES IN SCHEMA infrastructure GRANT SELECT ON TABLES TO flowmachine;

-- A site that moves gets a new row with the next version. Both dates of service are inclusive, and null is unbounded.
CREATE TABLE IF NOT EXISTS infrastructure.sites (
    site_id bigserial PRIMARY KEY,
    id text NOT NULL,
    version integer NOT NULL DEFAULT 0,
    name text,
    type text,
    status text,
    structure_type text,
    is_cow boolean,
    date_of_first_service date,
    date_of_last_service date,
    last_updated date,
    first_added date,
    geom_point public.geometry(Point, 4326),
    geom_polygon public.geometry(MultiPolygon, 4326),
    UNIQUE (id, version),
    CHECK (date_of_first_service <= date_of_last_service)
);
COMMENT ON COLUMN infrastructure.sites.id IS 'The operator''s own id';
COMMENT ON COLUMN infrastructure.sites.is_cow IS 'A cell on wheels, put up for an event or an emergency';
CREATE INDEX IF NOT EXISTS sites_geom_point ON infrastructure.sites USING gist (geom_point);
CREATE INDEX IF NOT EXISTS sites_geom_polygon ON infrastructure.sites USING gist (geom_polygon);

-- Versions as those of sites. Events name a cell by `id`; its version is the one in service on the event's day.
CREATE TABLE IF NOT EXISTS infrastructure.cells (
    cell_id bigserial PRIMARY KEY,
    id text NOT NULL,
    version integer NOT NULL DEFAULT 0,
    site_id text,
    name text,
    type text,
    msc text,
    bsc_rnc text,
    antenna_type text,
    status text,
    lac text,
    height numeric,
    azimuth numeric,
    transmitter text,
    max_range numeric,
    min_range numeric,
    electrical_tilt numeric,
    mechanical_downtilt numeric,
    date_of_first_service date,
    date_of_last_service date,
    last_updated date,
    first_added date,
    geom_point public.geometry(Point, 4326),
    geom_polygon public.geometry(MultiPolygon, 4326),
    UNIQUE (id, version),
    CHECK (date_of_first_service <= date_of_last_service)
);
COMMENT ON COLUMN infrastructure.cells.id IS 'The operator''s own id, the location_id of events';
COMMENT ON COLUMN infrastructure.cells.site_id IS 'The id of a site, not its site_id';
COMMENT ON COLUMN infrastructure.cells.height IS 'Metres above the ground';
COMMENT ON COLUMN infrastructure.cells.azimuth IS 'Degrees clockwise from north';
COMMENT ON COLUMN infrastructure.cells.max_range IS 'Metres, as is min_range';
COMMENT ON COLUMN infrastructure.cells.electrical_tilt IS 'Degrees, as is mechanical_downtilt';
CREATE INDEX IF NOT EXISTS cells_site_id ON infrastructure.cells (site_id);
CREATE INDEX IF NOT EXISTS cells_geom_point ON infrastructure.cells USING gist (geom_point);
CREATE INDEX IF NOT EXISTS cells_geom_polygon ON infrastructure.cells USING gist (geom_polygon);

-- What a device can do, by the type allocation code that its IMEI begins with.
CREATE TABLE IF NOT EXISTS infrastructure.tacs (
    id numeric PRIMARY KEY,
    brand text,
    model text,
    width numeric,
    height numeric,
    depth numeric,
    weight numeric,
    display_type text,
    display_colors boolean,
    display_width numeric,
    display_height numeric,
    mms_receiver boolean,
    mms_built_in_camera boolean,
    wap_push_ota_support boolean,
    hardware_gprs boolean,
    hardware_edge boolean,
    hardware_umts boolean,
    hardware_wifi boolean,
    hardware_bluetooth boolean,
    hardware_gps boolean,
    software_os_vendor text,
    software_os_name text,
    software_os_version text,
    wap_push_ota_settings boolean,
    wap_push_ota_bookmarks boolean,
    wap_push_ota_app_internet boolean,
    wap_push_ota_app_browser boolean,
    wap_push_ota_app_mms boolean,
    wap_push_ota_single_shot boolean,
    wap_push_ota_multi_shot boolean,
    wap_push_oma_settings boolean,
    wap_push_oma_app_internet boolean,
    wap_push_oma_app_browser boolean,
    wap_push_oma_app_mms boolean,
    wap_push_oma_cp_bookmarks boolean,
    wap_1_2_1 boolean,
    wap_2_0 boolean,
    syncml_dm_settings boolean,
    syncml_dm_acc_gprs boolean,
    syncml_dm_app_internet boolean,
    syncml_dm_app_browser boolean,
    syncml_dm_app_mms boolean,
    syncml_dm_app_bookmark boolean,
    syncml_dm_app_java boolean,
    wap_push_oma_app_ims boolean,
    wap_push_oma_app_poc boolean,
    j2me_midp_10 boolean,
    j2me_midp_20 boolean,
    j2me_midp_21 boolean,
    j2me_cldc_10 boolean,
    j2me_cldc_11 boolean,
    j2me_cldc_20 boolean,
    hnd_type text
);
COMMENT ON COLUMN infrastructure.tacs.hnd_type IS 'Smart, Feature or Basic';

GRANT SELECT ON infrastructure.sites, infrastructure.cells, infrastructure.tacs TO flowmachine;
