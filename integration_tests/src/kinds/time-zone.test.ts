import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import {
  dailyLocation,
  modalLocation,
  spatialAggregate,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { World } from '../reference/world.ts'

/* Days and hours are those of the deployment's clock on the wall, here five hours and three quarters before UTC. */

let system: OwnSystem
let world: World
beforeAll(async () => {
  system = await startOwnSystem('time-zone', { timezone: 'Asia/Kathmandu' })
  world = await readWorld(system.database)
})
afterAll(() => system.stop())

test.each([
  ['hours', uniqueSubscriberCounts({ hours: { start_hour: 6, end_hour: 9 } })],
  ['days', spatialAggregate(dailyLocation('2016-01-02', { method: 'most-common' }))],
  [
    'days and hours',
    spatialAggregate(modalLocation(['2016-01-05', '2016-01-06'], { hours: { start_hour: 20, end_hour: 7 } })),
  ],
  ['moments', uniqueSubscriberCounts({ start_date: '2016-01-02T04:00:00', end_date: '2016-01-02T09:30:00' })],
])('%s are local ones', async (_what, spec) => {
  const { released, withheld } = answer(world, spec)
  expect(released.length).toBeGreaterThan(0)
  expect(withheld.length).toBeGreaterThan(0)
  expect(inOrder(await rowsOf(system.api, spec))).toEqual(inOrder(released))
})

test('the first event of a day comes after midnight there, and the last one before the next', async () => {
  const { rows } = await system.database.query<{ apart: boolean }>(
    `SELECT min(datetime AT TIME ZONE 'Asia/Kathmandu') >= '2016-01-02'
       AND max(datetime AT TIME ZONE 'Asia/Kathmandu') < '2016-01-03' AS apart
     FROM events.calls_20160102`,
  )
  expect(rows).toEqual([{ apart: true }])
})
