import { createHash } from 'node:crypto'
import type pg from 'pg'
import { dayAfter } from '../load/event-types.ts'

/** What FlowKit databases hold of a person: a hash, in hexadecimal digits. */
export function hashed(person: string | number): string {
  return createHash('sha256').update(String(person)).digest('hex')
}

/**
 * Makes a database such as FlowKit's, as far as it is imported: calls in the older form (tables by day that inherit,
 * identifiers as text), SMS in the later one (partitions by day, identifiers as bytes), areas as a table and as views
 * of `geoms`, and cells that are reached through `interactions.locations`.
 */
export async function makeFlowKitDatabase(client: pg.ClientBase): Promise<void> {
  await client.query(`
    CREATE EXTENSION postgis;
    CREATE SCHEMA events; CREATE SCHEMA infrastructure; CREATE SCHEMA geography; CREATE SCHEMA interactions;
    CREATE SCHEMA etl;

    CREATE TABLE events.calls (
      id text, outgoing boolean, datetime timestamptz NOT NULL, duration numeric, network text, msisdn text NOT NULL,
      msisdn_counterpart text, location_id text, imsi text, imei text, tac numeric(8), operator_code numeric,
      country_code numeric
    );
    CREATE TABLE events.sms (
      id text, outgoing boolean, datetime timestamptz NOT NULL, network text, msisdn bytea NOT NULL,
      msisdn_counterpart bytea, location_id text, imsi bytea, imei bytea, tac numeric(8), operator_code numeric,
      country_code numeric
    ) PARTITION BY RANGE (datetime);

    CREATE TABLE infrastructure.sites (
      site_id bigserial PRIMARY KEY, id text, version integer, name text, date_of_first_service date,
      date_of_last_service date, geom_point geometry(Point, 4326), geom_polygon geometry(MultiPolygon, 4326),
      UNIQUE (id, version)
    );
    CREATE TABLE infrastructure.cells (
      cell_id bigserial PRIMARY KEY, id text, version integer, site_id text, height numeric,
      date_of_first_service date, date_of_last_service date, geom_point geometry(Point, 4326),
      UNIQUE (id, version)
    );
    CREATE TABLE infrastructure.tacs (id numeric PRIMARY KEY, brand text, hnd_type text);
    INSERT INTO infrastructure.sites (id, version, name, geom_point) VALUES
      ('S1', 0, 'hill', 'SRID=4326;POINT(80.5 26.5)');
    INSERT INTO infrastructure.cells
      (id, version, site_id, height, date_of_first_service, date_of_last_service, geom_point)
    VALUES
      ('C1', 0, 'S1', 12.5, '2015-01-01', '2016-01-02', 'SRID=4326;POINT(80.5 26.5)'),
      ('C1', 1, 'S1', 12.5, '2016-01-03', NULL, 'SRID=4326;POINT(81.5 26.5)'),
      ('C2', 0, 'elsewhere', NULL, NULL, NULL, 'SRID=4326;POINT(81.5 26.5)'),
      ('C2', 1, 'elsewhere', NULL, NULL, NULL, 'SRID=4326;POINT(80.5 26.5)'),
      ('C3', 0, NULL, NULL, NULL, NULL, NULL);
    INSERT INTO infrastructure.tacs VALUES (35000000, 'One', 'Smart');

    CREATE TABLE geography.geo_kinds (geo_kind_id serial PRIMARY KEY, name text);
    CREATE TABLE geography.linkage_methods (linkage_method_id serial PRIMARY KEY, name text, meta json);
    CREATE TABLE geography.geoms (
      gid bigserial PRIMARY KEY, short_name text, long_name text, geo_kind_id integer, spatial_resolution integer,
      additional_metadata json, geom geometry(MultiPolygon, 4326)
    );
    INSERT INTO geography.geo_kinds (name) VALUES ('grid'), ('admin_unit');
    INSERT INTO geography.linkage_methods (name) VALUES ('point_in_polygon'), ('best_server');
    INSERT INTO geography.geoms (short_name, long_name, geo_kind_id, spatial_resolution, additional_metadata, geom)
    SELECT code, 'Area ' || code, kind, 3, '{"parent_pcod": "P"}', ST_Multi(ST_MakeEnvelope(80 + n, 26, 81 + n, 27, 4326))
    FROM (VALUES ('A', 2, 0), ('B', 2, 1), ('square', 1, 0)) AS areas (code, kind, n);
    CREATE VIEW geography.admin3 AS
      SELECT gid, short_name AS admin3pcod, long_name AS admin3name,
        additional_metadata ->> 'parent_pcod' AS parent_pcod, geom
      FROM geography.geoms WHERE geo_kind_id = 2 AND spatial_resolution = 3;
    CREATE TABLE geography.admin2 (gid serial, admin2pcod varchar, admin2name varchar, geom geometry(MultiPolygon, 4326));
    INSERT INTO geography.admin2 (admin2pcod, admin2name, geom)
    VALUES ('P', 'Parent', ST_Multi(ST_MakeEnvelope(80, 26, 82, 27, 4326)));

    CREATE TABLE interactions.locations (
      location_id bigserial PRIMARY KEY, site_id bigint, cell_id bigint, position geometry(Point, 4326)
    );
    INSERT INTO interactions.locations (location_id, cell_id) SELECT 100 + cell_id, cell_id FROM infrastructure.cells;
    CREATE TABLE geography.geo_bridge (
      location_id bigint, gid bigint, valid_from date, valid_to date, weight float8 DEFAULT 1,
      linkage_method_id integer DEFAULT 1
    );
    INSERT INTO geography.geo_bridge (location_id, gid, weight, linkage_method_id)
    VALUES (101, 1, 0.25, 2), (102, 2, 1, 1), (101, 3, 1, 1);

    CREATE SCHEMA dfs;
    CREATE TABLE dfs.transaction_types (
      id serial PRIMARY KEY, descr text, user_type_a_party text, user_type_b_party text
    );
    CREATE TABLE dfs.subscribers (id bigserial PRIMARY KEY, msisdn text);
    CREATE TABLE dfs.transactions (
      id bigserial PRIMARY KEY, amount numeric(14, 4), discount numeric(14, 4), fee numeric(14, 4),
      commission numeric(14, 4), transtype_id integer REFERENCES dfs.transaction_types, timestamp timestamptz
    );
    CREATE TABLE dfs.transactions_metadata (
      transaction_id bigint, subscriber_id bigint, cell_id text, cell_version integer, is_outgoing boolean
    );

    CREATE TABLE etl.etl_records (id serial, cdr_type text, cdr_date date, state text, timestamp timestamptz);
  `)
}

/** Adds calls on a day: one an hour, from midnight on, of as many people. */
export async function addCalls(
  client: pg.ClientBase,
  date: string,
  people: readonly string[],
): Promise<void> {
  const name = `events.calls_${date.replaceAll('-', '')}`
  await client.query(`
    CREATE TABLE ${name} (
      CHECK (datetime >= '${date}'::timestamptz AND datetime < '${date}'::timestamptz + interval '1 day')
    ) INHERITS (events.calls)
  `)
  await client.query(
    `INSERT INTO ${name} (id, outgoing, datetime, duration, msisdn, location_id, tac)
     SELECT n, true, $1::date + (n - 1) * interval '1 hour', 60.5, person, 'C1', 35000000
     FROM unnest($2::text[]) WITH ORDINALITY AS people (person, n)`,
    [date, people],
  )
  await logged(client, 'calls', date, 'ingested')
}

/** Adds transactions of 100, from one to another person, each at a cell; people have numbers as they come. */
export async function addTransfers(
  client: pg.ClientBase,
  people: readonly string[],
  transfers: readonly (readonly [from: number, to: number, cell: string])[],
): Promise<void> {
  await client.query("INSERT INTO dfs.transaction_types VALUES (7, 'p2p', 'person', 'person')")
  await client.query('INSERT INTO dfs.subscribers (msisdn) SELECT unnest($1::text[])', [people])
  for (const [from, to, cell] of transfers)
    await client.query(
      `WITH sent AS (
         INSERT INTO dfs.transactions (amount, fee, transtype_id, timestamp)
         VALUES (100, 0.5, 7, '2016-01-01 12:00Z') RETURNING id
       )
       INSERT INTO dfs.transactions_metadata
       SELECT id, subscriber, $3, 0, outgoing
       FROM sent, (VALUES ($1::bigint, true), ($2::bigint, false)) AS side (subscriber, outgoing)`,
      [from, to, cell],
    )
}

/** Adds SMS on a day. */
export async function addSms(client: pg.ClientBase, date: string, people: readonly string[]): Promise<void> {
  const name = `events.sms_${date.replaceAll('-', '')}`
  await client.query(`
    CREATE TABLE ${name} PARTITION OF events.sms
    FOR VALUES FROM ('${date}') TO ('${dayAfter(date)}')
  `)
  await client.query(
    `INSERT INTO ${name} (outgoing, datetime, msisdn, location_id)
     SELECT true, $1::date + (n - 1) * interval '1 hour', decode(person, 'hex'), 'C2'
     FROM unnest($2::text[]) WITH ORDINALITY AS people (person, n)`,
    [date, people],
  )
  await logged(client, 'sms', date, 'ingested')
}

/** Adds a state to the log of loading. */
export async function logged(
  client: pg.ClientBase,
  type: string,
  date: string,
  state: string,
): Promise<void> {
  await client.query(
    'INSERT INTO etl.etl_records (cdr_type, cdr_date, state, timestamp) VALUES ($1, $2, $3, now())',
    [type, date, state],
  )
}
