import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, connect } from './testing.ts'

/**
 * What the roles may do, asked of the catalogs for every object there is, so that tables of later migrations are
 * covered by themselves; and then tried.
 *
 * What everybody who can connect sees, flowapi included, is PostgreSQL's own catalogs: the names, columns, sizes and
 * estimated row counts of tables and the text of functions, but no value of any row.
 */

let flowdb: TestFlowDb
let superuser: pg.Client
let flowmachine: pg.Client
let flowapi: pg.Client

beforeAll(async () => {
  flowdb = await createFlowDb({ profile: 'empty' })
  const { host, port, name: database } = flowdb
  superuser = await connect({ host, port, database, ...flowdb.superuser })
  flowmachine = await connect({ host, port, database, ...flowdb.flowmachine })
  flowapi = await connect({ host, port, database, ...flowdb.flowapi })
  await superuser.query(`
    CREATE TABLE events.calls_20160101 PARTITION OF events.calls
      FOR VALUES FROM ('2016-01-01') TO ('2016-01-02');
    INSERT INTO events.calls (datetime, msisdn) SELECT '2016-01-01 12:00', sha256('somebody')
      FROM generate_series(1, 100);
    CREATE TABLE geography.mapping (id text, admin3pcod text);
    CREATE MATERIALIZED VIEW etl.summary AS SELECT count(*) FROM events.calls;
    CREATE SEQUENCE infrastructure.later;
    ANALYZE;
  `)
  await flowmachine.query(`
    CREATE TABLE cache.somebody AS SELECT msisdn FROM events.calls;
    CREATE TABLE released.aggregate AS SELECT 'XX' AS pcod, 100 AS value, 'SRID=4326;POINT(85 27)'::geometry AS geom;
    ANALYZE released.aggregate;
  `)
})
afterAll(async () => {
  for (const client of [superuser, flowmachine, flowapi]) await client.end()
  await flowdb.drop()
})

/** Tables, views, materialized views, partitioned and foreign tables that are FlowDB's, not PostgreSQL's. */
const RELATIONS = `
  SELECT pg_class.oid, nspname AS schema, pg_class.oid::regclass::text AS name
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind IN ('r', 'v', 'm', 'p', 'f') AND nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`

describe('the gateway, flowapi', () => {
  test('can select from every table of released, and from no other table or view', async () => {
    const readable = await column(
      superuser,
      `SELECT name FROM (${RELATIONS}) AS relation WHERE has_any_column_privilege('flowapi', oid, 'SELECT')`,
    )
    expect(readable).toEqual(['released.aggregate'])
  })

  test('reads the rows of a result, and its geometry as GeoJSON', async () => {
    const { rows } = await flowapi.query(
      'SELECT pcod, value, ST_AsGeoJSON(geom)::json AS geometry FROM released.aggregate',
    )
    expect(rows).toEqual([{ pcod: 'XX', value: 100, geometry: { type: 'Point', coordinates: [85, 27] } }])
  })

  test.each([
    'events.calls',
    'events.calls_20160101',
    'cache.somebody',
    'cache.queries',
    'ledger.history',
    'etl.sealed_days',
    'geography.admin0',
    'infrastructure.cells',
    'dfs.subscribers',
    'flowkit.deployment',
    'flowkit.migrations',
    'public.spatial_ref_sys',
    'public.geometry_columns',
    'pg_authid',
    'pg_statistic',
    'pg_largeobject',
    'pg_user_mapping',
  ])('is refused when it reads %s', async relation => {
    await expect(flowapi.query(`SELECT * FROM ${relation}`)).rejects.toThrow(/permission denied/)
  })

  test('sees no statistics, and so no frequent values, of what it cannot read', async () => {
    const seen = await column(flowapi, "SELECT DISTINCT schemaname || '.' || tablename FROM pg_stats")
    expect(seen.filter(name => !/^(pg_catalog|information_schema)\./.test(String(name)))).toEqual([
      'released.aggregate',
    ])
  })

  test('can change the rows of no table', async () => {
    const writable = await column(
      superuser,
      `SELECT name FROM (${RELATIONS}) AS relation
       WHERE has_any_column_privilege('flowapi', oid, 'INSERT, UPDATE, REFERENCES')
         OR has_table_privilege('flowapi', oid, 'DELETE, TRUNCATE, TRIGGER')`,
    )
    expect(writable).toEqual([])
    for (const statement of [
      'UPDATE released.aggregate SET value = 1',
      'DELETE FROM released.aggregate',
      'TRUNCATE released.aggregate',
      "INSERT INTO released.aggregate VALUES ('YY', 1)",
      'DROP TABLE released.aggregate',
    ])
      await expect(flowapi.query(statement)).rejects.toThrow(/permission denied|must be owner/)
  })

  test('can read and move no sequence', async () => {
    const usable = await column(
      superuser,
      `WITH sequence AS MATERIALIZED (SELECT oid FROM pg_class WHERE relkind = 'S')
       SELECT oid::regclass::text FROM sequence WHERE has_sequence_privilege('flowapi', oid, 'SELECT, USAGE, UPDATE')`,
    )
    expect(usable).toEqual([])
  })

  test('can execute no function that runs with the rights of somebody else', async () => {
    const definers = await column(
      superuser,
      `SELECT oid::regprocedure::text FROM pg_proc
       WHERE prosecdef AND has_function_privilege('flowapi', oid, 'EXECUTE')`,
    )
    expect(definers).toEqual([])
  })

  test('can execute no function of FlowDB that writes', async () => {
    const writers = await column(
      superuser,
      `SELECT oid::regprocedure::text FROM pg_proc
       WHERE provolatile = 'v' AND pronamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
         AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
         AND has_function_privilege('flowapi', oid, 'EXECUTE')
         AND has_schema_privilege('flowapi', pronamespace, 'USAGE')`,
    )
    expect(writers).toEqual([])
  })

  test('enters no schema but released, and public for the functions of PostGIS', async () => {
    const entered = await column(
      superuser,
      `SELECT nspname FROM pg_namespace WHERE has_schema_privilege('flowapi', oid, 'USAGE') ORDER BY nspname`,
    )
    expect(entered).toEqual(['information_schema', 'pg_catalog', 'public', 'released'])
  })

  test('can create nothing: no table, temporary table, schema, function or large object', async () => {
    const open = await column(
      superuser,
      `SELECT nspname FROM pg_namespace WHERE has_schema_privilege('flowapi', oid, 'CREATE')`,
    )
    expect(open).toEqual([])
    for (const statement of [
      'CREATE TABLE released.mine (a integer)',
      'CREATE TABLE public.mine (a integer)',
      'CREATE TEMPORARY TABLE mine (a integer)',
      'CREATE SCHEMA mine',
      'CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
      'CREATE DATABASE mine',
      'CREATE ROLE mine',
      'CREATE EXTENSION file_fdw',
      'SELECT lo_create(0)',
      'SELECT lo_creat(-1)',
      "SELECT lo_from_bytea(0, 'x')",
      "SELECT pg_read_file('PG_VERSION')",
      "COPY released.aggregate TO '/tmp/mine'",
      "COPY released.aggregate TO PROGRAM 'true'",
      'SET ROLE flowmachine',
    ])
      await expect(flowapi.query(statement), statement).rejects.toThrow(/permission denied|must be/)
  })

  test('belongs to no other role, and has no attribute that means power', async () => {
    const powers = await column(
      superuser,
      `SELECT rolname FROM pg_roles WHERE rolname <> 'flowapi' AND pg_has_role('flowapi', oid, 'MEMBER')
       UNION ALL
       SELECT 'power' FROM pg_roles
       WHERE rolname = 'flowapi' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)`,
    )
    expect(powers).toEqual([])
  })
})

describe('the query engine, flowmachine', () => {
  test('reads every table and view of the data, also those that are made later', async () => {
    const hidden = await column(
      superuser,
      `SELECT name FROM (${RELATIONS}) AS relation
       WHERE schema IN ('events', 'infrastructure', 'geography', 'etl', 'dfs')
         AND NOT (has_table_privilege('flowmachine', oid, 'SELECT') AND has_schema_privilege('flowmachine', schema, 'USAGE'))`,
    )
    // Queries find nobody of that list in the data, and are not told what there was of them.
    expect(hidden.toSorted()).toEqual(['etl.opt_outs', 'etl.opted_out_subscribers', 'etl.removals'])
    expect(await column(flowmachine, 'SELECT count(*) FROM events.calls_20160101')).toEqual([100])
  })

  test('can change no data', async () => {
    const writable = await column(
      superuser,
      `SELECT name FROM (${RELATIONS}) AS relation
       WHERE schema IN ('events', 'infrastructure', 'geography', 'etl', 'dfs', 'flowkit', 'ledger')
         AND (has_any_column_privilege('flowmachine', oid, 'INSERT, UPDATE')
           OR has_table_privilege('flowmachine', oid, 'DELETE, TRUNCATE'))`,
    )
    expect(writable).toEqual([])
  })

  test('creates in cache and released only', async () => {
    const open = await column(
      superuser,
      `SELECT nspname FROM pg_namespace WHERE has_schema_privilege('flowmachine', oid, 'CREATE') ORDER BY nspname`,
    )
    expect(open).toEqual(['cache', 'released'])
  })

  test('can use every function of PostGIS', async () => {
    const closed = await column(
      superuser,
      `SELECT pg_proc.oid::regprocedure::text FROM pg_proc
       JOIN pg_depend ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e'
       WHERE NOT has_function_privilege('flowmachine', pg_proc.oid, 'EXECUTE')`,
    )
    expect(closed).toEqual([])
  })
})

test('nobody else can connect', async () => {
  const database = flowdb.name
  await superuser.query("CREATE ROLE passer_by LOGIN PASSWORD 'passing'")
  try {
    const passerBy = {
      host: flowdb.host,
      port: flowdb.port,
      database,
      user: 'passer_by',
      password: 'passing',
    }
    await expect(connect(passerBy)).rejects.toThrow(/permission denied for database/)
  } finally {
    await superuser.query('DROP ROLE passer_by')
  }
})
