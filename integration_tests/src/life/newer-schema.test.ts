import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { rowsOf } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { dailyLocation, flows, locationEventCounts, uniqueSubscriberCounts } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'

/*
 * Services over a schema that the version after theirs has widened, as while it is updated, or when it is taken back: each
 * table has a column that they know nothing of.
 */

const shared = sharedSystem()
let system: OwnSystem
let flowauth: RunningFlowAuth
beforeAll(async () => {
  system = await startOwnSystem('newer-schema')
  flowauth = await startFlowAuth(inject('flowkit'), { PRIVATE_JWT_SIGNING_KEY: inject('keys').privateKey })
})
afterAll(async () => {
  await flowauth?.stop()
  await system?.stop()
})

/** Widens every table that is not a part of another, and says how many they were. */
const WIDEN = `
  DO $$
  DECLARE
    one regclass;
  BEGIN
    FOR one IN
      SELECT pg_class.oid FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname !~ '^(pg_|information_schema)'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
        AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = pg_class.oid)
    LOOP
      EXECUTE format('ALTER TABLE %s ADD COLUMN of_tomorrow integer NOT NULL DEFAULT 0', one);
    END LOOP;
  END $$`

test('FlowMachine and FlowAPI answer as ever, new questions and those that were answered before', async () => {
  const known = uniqueSubscriberCounts()
  await rowsOf(system.api, known)
  await system.database.query(WIDEN)
  const { rows } = await system.database.query(
    "SELECT count(*) AS widened FROM information_schema.columns WHERE column_name = 'of_tomorrow'",
  )
  expect(rows[0]?.widened).toBeGreaterThan(30)
  const questions = [
    known,
    flows(dailyLocation('2016-01-01'), dailyLocation('2016-01-02')),
    locationEventCounts({ interval: 'hour' }),
  ]
  for (const question of questions)
    expect(inOrder(await rowsOf(system.api, question))).toEqual(inOrder(await rowsOf(shared.api, question)))
  await system.restart(0)
  const afterRestart = uniqueSubscriberCounts({ aggregation_unit: 'admin2' })
  expect(inOrder(await rowsOf(system.api, afterRestart))).toEqual(
    inOrder(await rowsOf(shared.api, afterRestart)),
  )
})

test('FlowAuth signs people in, and its command gives a first password', async () => {
  const database = new pg.Client({ ...inject('flowkit').postgres, database: flowauth.database })
  await database.connect()
  await database.query(WIDEN)
  await database.end()
  const password = (await flowauth.command('admin-password', '--reset')).trim().split('\n').at(-1)
  const answer = await fetch(`${flowauth.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-flowauth-page': '1' },
    body: JSON.stringify({ username: 'admin', password }),
  })
  expect(await answer.json()).toMatchObject({ user: { username: 'admin' }, must_change_password: true })
})
