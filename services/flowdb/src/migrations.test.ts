import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from './migrate.ts'
import { allMigrations, applyMigrations, MIGRATIONS, pendingMigrations } from './migrations.ts'
import { type BareDatabase, column, connect, createBareDatabase, sharedLogins } from './testing.ts'

let database: BareDatabase
let client: pg.Client

beforeEach(async () => {
  database = await createBareDatabase()
  client = await connect(database)
})
afterEach(async () => {
  await client.end()
  await database.drop()
})

test('an empty database gets every migration, in order, and has none pending afterwards', async () => {
  const files = (await readdir(MIGRATIONS)).toSorted()
  expect(files.filter(file => !/^\d{4}_\w+\.sql$/.test(file))).toEqual([])
  expect(await pendingMigrations(client)).toEqual(files.map(file => file.replace(/\.sql$/, '')))
  expect(await applyMigrations(client)).toEqual(await allMigrations())
  expect(await pendingMigrations(client)).toEqual([])
})

test('a database that is up to date is left alone', async () => {
  const settings = { database, timezone: 'Asia/Kathmandu', logins: sharedLogins() }
  await migrate(settings)
  expect(await migrate(settings)).toEqual({
    applied: [],
    timezone: { timezone: 'Asia/Kathmandu', changed: false },
    logins: [
      { group: 'flowmachine', user: 'flowmachine', change: 'unchanged' },
      { group: 'flowapi', user: 'flowapi', change: 'unchanged' },
    ],
  })
})

test('a database of a newer version is left as it is, so that a version can be taken back', async () => {
  const settings = { database, timezone: undefined, logins: sharedLogins() }
  await migrate(settings)
  await client.query(`
    CREATE TABLE flowkit.of_tomorrow ();
    INSERT INTO flowkit.migrations (name, run_on) VALUES ('9999_of_tomorrow', now());
  `)
  expect((await migrate(settings)).applied).toEqual([])
  expect(await column(client, "SELECT to_regclass('flowkit.of_tomorrow')::text")).toEqual([
    'flowkit.of_tomorrow',
  ])
})

test('a database that was restored from a dump gets back what dumps leave out', async () => {
  const settings = { database, timezone: 'Asia/Kathmandu', logins: sharedLogins() }
  await migrate(settings)
  await client.query(`
    ALTER DATABASE ${database.database} RESET ALL;
    GRANT CONNECT, TEMPORARY ON DATABASE ${database.database} TO PUBLIC;
  `)
  await migrate({ ...settings, timezone: undefined })
  const session = await connect(database)
  expect(await column(session, 'SHOW timezone')).toEqual(['Asia/Kathmandu'])
  expect(
    await column(session, "SELECT has_database_privilege('flowapi', current_database(), 'TEMPORARY')"),
  ).toEqual([false])
  await session.end()
})

test('two runs at the same moment wait for each other, and only one applies', async () => {
  const settings = { database, timezone: undefined, logins: sharedLogins() }
  const reports = await Promise.all([migrate(settings), migrate(settings)])
  expect(reports.map(report => report.applied.length).toSorted()).toEqual(
    [0, (await allMigrations()).length].toSorted(),
  )
})

test('a migration that fails says its name and leaves nothing behind', async () => {
  await client.query('CREATE TABLE public.d_date (somebody_elses integer)')
  await expect(applyMigrations(client)).rejects.toThrow(
    /^Migration 0004_calendar failed: column "date_dim_id" .* does not exist$/,
  )
  expect(await column(client, "SELECT to_regnamespace('infrastructure')")).toEqual([null])
  expect(await pendingMigrations(client)).toEqual(await allMigrations())
})

test('every file can run again, and changes neither the schema nor the rows that it brings', async () => {
  await applyMigrations(client)
  const before = await contents(client)
  for (const name of await allMigrations())
    await client.query(await readFile(join(MIGRATIONS, `${name}.sql`), 'utf8'))
  expect(await contents(client)).toEqual(before)
  // Days, minutes, event tables, the kinds and methods of areas, and what the Python library keeps.
  expect(Object.entries(before.rows).filter(([, rows]) => rows > 0)).toEqual([
    ['cache.cache_config', 3],
    ['cache.zero_cache', 10],
    ['flowkit.migrations', (await allMigrations()).length],
    ['geography.geo_kinds', 1],
    ['geography.linkage_methods', 1],
    ['ledger.head', 1],
    ['public.available_tables', 5],
    ['public.d_date', 29220],
    ['public.d_time', 1440],
    ['public.flowdb_version', 1],
    ['public.location_table', 1],
  ])
})

/** Every object of the database with its privileges, as the catalogs have it, and how many rows each table has. */
async function contents(database: pg.Client) {
  const relations = await column<string>(
    database,
    `SELECT concat_ws(' ', pg_class.oid::regclass, relkind, relacl, relfilenode,
       (SELECT json_agg(pg_attribute ORDER BY attnum) FROM pg_attribute WHERE attrelid = pg_class.oid),
       (SELECT string_agg(pg_get_constraintdef(oid), ',' ORDER BY oid) FROM pg_constraint WHERE conrelid = pg_class.oid))
     FROM pg_class WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY pg_class.oid`,
  )
  const functions = await column<string>(
    database,
    `SELECT concat_ws(' ', oid, oid::regprocedure, prosrc, proacl) FROM pg_proc
     WHERE pronamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY oid`,
  )
  const tables = await column<string>(
    database,
    `SELECT schemaname || '.' || tablename FROM pg_tables
     WHERE schemaname !~ '^(pg_|information_schema)' AND tablename <> 'spatial_ref_sys' ORDER BY 1`,
  )
  const rows: Record<string, number> = {}
  for (const table of tables) {
    const name = table
      .split('.')
      .map(part => pg.escapeIdentifier(part))
      .join('.')
    rows[table] = (await column<number>(database, `SELECT count(*) FROM ${name}`))[0] ?? 0
  }
  return { relations, functions, rows }
}
