import { createFlowDb } from '@flowkit/local-stack/vitest'
import { expect, test } from 'vitest'
import { allMigrations } from './migrations.ts'
import { readStatus } from './status.ts'
import { connect, createBareDatabase } from './testing.ts'

test('a database without a schema has every migration pending', async () => {
  const database = await createBareDatabase()
  const client = await connect(database)
  expect(await readStatus(client)).toMatchObject({
    database: database.database,
    postgis: null,
    timezone: null,
    migrations: { applied: 0, pending: await allMigrations() },
    schemas: [],
    events: {},
    referenceVersions: {},
  })
  await client.end()
  await database.drop()
})

test('a FlowDB says which days it holds, in which version, and how large they are', async () => {
  const flowdb = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const client = await connect({ ...flowdb, database: flowdb.name, ...flowdb.superuser })
  await client.query(`
    CREATE TABLE events.sms_20160102 AS SELECT generate_series(1, 1000) AS id;
    CREATE TABLE derived.facts_2 AS SELECT generate_series(1, 500) AS id;
    CREATE TABLE derived.visits_2 AS SELECT generate_series(1, 300) AS id;
    INSERT INTO infrastructure.tacs (id) VALUES (35000000);
    INSERT INTO geography.geoms (short_name) VALUES ('XX');
    SELECT etl.seal_day('sms', '2016-01-04', 'events.sms_20160104', 7, 'derived.facts_4', 'derived.visits_4');
    UPDATE etl.sealed_days SET table_name = NULL;
    SELECT etl.seal_day('sms', '2016-01-02', 'events.sms_20160102', 1000, 'derived.facts_2', 'derived.visits_2');
  `)
  const { rows } = await client.query(
    `SELECT pg_total_relation_size('events.sms_20160102')::integer AS raw,
       (pg_total_relation_size('derived.facts_2') + pg_total_relation_size('derived.visits_2'))::integer AS derived`,
  )
  const status = await readStatus(client)
  expect(status.timezone).toBe('Asia/Kathmandu')
  expect(status.migrations).toEqual({ applied: (await allMigrations()).length, pending: [] })
  // Versions are numbered across everything: devices, boundaries, then the days in the order of their sealing.
  expect(status.referenceVersions).toEqual({ boundaries: 2, tacs: 1 })
  expect(status.events).toEqual({
    sms: [
      { day: '2016-01-02', rows: 1000, bytes: rows[0].raw + rows[0].derived, version: 4, raw: true },
      { day: '2016-01-04', rows: 7, bytes: 0, version: 3, raw: false },
    ],
  })
  expect(status.schemas).toContainEqual({ name: 'events', bytes: rows[0].raw })
  await client.end()
  await flowdb.drop()
})
