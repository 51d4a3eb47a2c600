import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodyOf, rowsOf } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { dailyLocation, spatialAggregate, uniqueSubscriberCounts } from '../harness/questions.ts'

/* FlowMachines freeze, die and are started again while FlowAPI asks them. */

let system: OwnSystem
beforeAll(async () => {
  system = await startOwnSystem('machines', { machines: 3 })
})
afterAll(() => system.stop())

const spec = uniqueSubscriberCounts({ end_date: '2016-01-02' })
/** A different spelling of hours for each number, so that each is a query of its own. */
const another = (number: number) =>
  spatialAggregate(
    dailyLocation('2016-01-01', { hours: { start_hour: number % 12, end_hour: 13 + (number % 11) } }),
  )

/** Asks without a pause until told to stop; answers the statuses by how often they came. */
function load(clients: number): { stop(): Promise<Record<string, number>> } {
  let going = true
  const statuses: Record<string, number> = {}
  const note = (status: number) => {
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  const client = async (number: number) => {
    for (let asked = 0; going; asked += 1) {
      const accepted = await system.api.run(another(number + clients * asked))
      note(accepted.status)
      const { query_id } = JSON.parse(await accepted.text())
      if (!query_id) continue
      const polled = await system.api.poll(query_id)
      note(polled.status)
      await polled.text()
    }
  }
  const clientsDone = Array.from({ length: clients }, (_, number) => client(number))
  return {
    stop: async () => {
      going = false
      await Promise.all(clientsDone)
      return statuses
    },
  }
}

test('while one of three freezes, wakes up and freezes again, every request is answered', async () => {
  const frozen = system.machines[1]?.identity.pid ?? 0
  const asking = load(20)
  try {
    for (let round = 0; round < 2; round += 1) {
      await sleep(500)
      process.kill(frozen, 'SIGSTOP')
      await sleep(3_000)
      process.kill(frozen, 'SIGCONT')
    }
  } finally {
    process.kill(frozen, 'SIGCONT')
  }
  const statuses = await asking.stop()
  expect(Object.keys(statuses).filter(status => !['202', '303'].includes(status))).toEqual([])
  expect(statuses[202]).toBeGreaterThan(40)
})

test('while all are restarted one after the other, every request is answered', async () => {
  const asking = load(20)
  for (const number of [0, 1, 2]) {
    await system.restart(number)
    // FlowAPI has to find it again before the next one may go.
    await sleep(500)
  }
  const statuses = await asking.stop()
  expect(Object.keys(statuses).filter(status => !['202', '303'].includes(status))).toEqual([])
  expect((await rowsOf(system.api, spec)).length).toBeGreaterThan(0)
})

test('when all are gone callers are told when to try again, and then are answered', async () => {
  for (const { identity } of system.machines) process.kill(identity.pid, 'SIGKILL')
  await Promise.all(system.machines.map(({ exited }) => exited))
  const answer = await system.api.run(spec)
  expect(answer.headers.get('retry-after')).toBe('5')
  expect(await bodyOf(answer, 503)).toMatchObject({ code: 'machine_unavailable' })
  await system.restart(0)
  expect((await rowsOf(system.api, spec)).length).toBeGreaterThan(0)
})
