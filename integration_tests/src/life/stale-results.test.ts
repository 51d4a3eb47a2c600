import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodyOf, complete, rowsOf, untilReady } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import {
  dailyLocation,
  flows,
  modalLocation,
  spatialAggregate,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { AggregateSpec } from '../reference/specs.ts'

/*
 * A result is as good as the data that it was made from. When those change, the same question is computed anew, and
 * what was given out before stays readable until then.
 */

let system: OwnSystem
beforeAll(async () => {
  system = await startOwnSystem('stale')
})
afterAll(() => system.stop())

/** The system's answer is that of the raw events as they are now, and holds something. */
async function expectAnswer(spec: AggregateSpec): Promise<void> {
  const { released } = answer(await readWorld(system.database), spec)
  expect(released.length).toBeGreaterThan(0)
  expect(inOrder(await rowsOf(system.api, spec))).toEqual(inOrder(released))
}

/** How often each kind has been computed. */
async function computed(): Promise<Record<string, number>> {
  const { rows } = await system.database.query<{ kind: string; times: number }>(
    `SELECT kind, count(*) AS times FROM cache.runs JOIN cache.queries USING (query_id)
     WHERE outcome = 'published' GROUP BY kind`,
  )
  return Object.fromEntries(rows.map(({ kind, times }) => [kind, times]))
}

/** Makes what queries read of a loaded day, and seals it, as loading does. */
const derivedAndSealed = (type: string, day: string, name: string) => `
  SELECT derived.number_day('events.${name}');
  SELECT derived.derive_day('${type}', '${day}', 'events.${name}', '${name}');
  SELECT etl.seal_day('${type}', '${day}', 'events.${name}', (SELECT count(*) FROM events.${name}),
    'derived.facts_${name}', 'derived.visits_${name}');`

test('a day that is loaded anew is read anew, with what is built on it and nothing else', async () => {
  const { api, database } = system
  const spec = spatialAggregate(modalLocation(['2016-01-01', '2016-01-02', '2016-01-03']))
  await expectAnswer(spec)
  const id = await complete(api, spec)
  const [old, before] = [await (await api.get(id)).text(), await computed()]

  // The corrected day lacks the calls of about half of the subscribers.
  await database.query(
    `CREATE TABLE events.calls_20160102_corrected AS
       SELECT * FROM events.calls_20160102 WHERE get_byte(msisdn, 0) < 128;
     ALTER TABLE events.calls_20160102_corrected ALTER datetime SET NOT NULL, ALTER msisdn SET NOT NULL;
     ALTER TABLE events.calls DETACH PARTITION events.calls_20160102;
     ALTER TABLE events.calls ATTACH PARTITION events.calls_20160102_corrected
       FOR VALUES FROM ('2016-01-02') TO ('2016-01-03')`,
  )
  await database.query(derivedAndSealed('calls', '2016-01-02', 'calls_20160102_corrected'))
  expect(await (await api.get(id)).text()).toBe(old)

  // While the corrected day cannot be read, its result cannot be ready; the old one is given out all the same.
  const holder = await database.connect()
  await holder.query('BEGIN; LOCK TABLE derived.visits_calls_20160102_corrected IN ACCESS EXCLUSIVE MODE')
  const asked = await bodyOf(await api.run(spec), 202)
  expect(asked).toMatchObject({ query_id: id, progress: { eligible: 3 } })
  expect((await api.poll(id)).status).toBe(202)
  expect(await (await api.get(id)).text()).toBe(old)
  await holder.query('COMMIT')
  holder.release()

  await untilReady(api, id)
  expect(await (await api.get(id)).text()).not.toBe(old)
  await expectAnswer(spec)
  const after = await computed()
  expect(after).toEqual({
    ...before,
    daily_location: (before.daily_location ?? 0) + 1,
    modal_location: (before.modal_location ?? 0) + 1,
    spatial_aggregate: (before.spatial_aggregate ?? 0) + 1,
  })
})

test('a sample is the same when it is drawn again from the same data', async () => {
  const { api, database } = system
  const sampling = { sampling_method: 'random_ids', size: 300, seed: 0.4 }
  const spec = { query_kind: 'spatial_aggregate', locations: { ...dailyLocation('2016-01-03'), sampling } }
  const drawn = await rowsOf(api, spec)
  const before = await computed()
  await database.query(
    `SELECT etl.seal_day(event_type, day, table_name, row_count) FROM etl.sealed_days
     WHERE event_type = 'sms' AND day = '2016-01-03'`,
  )
  expect(inOrder(await rowsOf(api, spec))).toEqual(inOrder(drawn))
  expect((await computed()).spatial_aggregate).toBe((before.spatial_aggregate ?? 0) + 1)
})

describe('a result is computed again', () => {
  const catchments = { mapping_table: 'geography.catchments' } as const
  const changes: readonly (readonly [what: string, spec: AggregateSpec, change: string])[] = [
    [
      'when a boundary has changed',
      uniqueSubscriberCounts({ end_date: '2016-01-02' }),
      `UPDATE geography.geoms SET geom = ST_Multi(ST_Buffer(geom, 0.2)) WHERE short_name = 'RESERVE'`,
    ],
    [
      'when a cell has got another position',
      flows(
        dailyLocation('2016-01-01', { aggregation_unit: 'admin1' }),
        dailyLocation('2016-01-03', { aggregation_unit: 'admin1' }),
      ),
      `UPDATE infrastructure.cells SET geom_point = (SELECT geom_point FROM infrastructure.cells ORDER BY id LIMIT 1)
       WHERE id IN (SELECT id FROM infrastructure.cells ORDER BY id LIMIT 30)`,
    ],
    [
      'when a mapping table has changed',
      uniqueSubscriberCounts({ ...catchments, end_date: '2016-01-02' }),
      `DELETE FROM geography.catchments WHERE admin3pcod = (SELECT min(admin3pcod) FROM geography.catchments)`,
    ],
    [
      'when a day has come to be held that was missing',
      uniqueSubscriberCounts({ start_date: '2016-01-07', end_date: '2016-01-09', event_types: ['mds'] }),
      `CREATE TABLE events.mds_20160108 AS
         SELECT * FROM events.mds_20160101 WHERE false;
       INSERT INTO events.mds_20160108 (datetime, msisdn, location_id)
         SELECT datetime + interval '1 week', msisdn, location_id FROM events.mds_20160101;
       ALTER TABLE events.mds_20160108 ALTER datetime SET NOT NULL, ALTER msisdn SET NOT NULL;
       ALTER TABLE events.mds ATTACH PARTITION events.mds_20160108
         FOR VALUES FROM ('2016-01-08') TO ('2016-01-09');
       ${derivedAndSealed('mds', '2016-01-08', 'mds_20160108')}`,
    ],
  ]
  test.each(changes)('%s', async (_what, spec, change) => {
    const { api, database } = system
    await expectAnswer(spec)
    const old = inOrder(await rowsOf(api, spec))
    await database.query(change)
    await expectAnswer(spec)
    expect(inOrder(await rowsOf(api, spec))).not.toEqual(old)
  })
})
