import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { bodyOf, complete, gateway } from '../harness/gateway.ts'
import { enlargeResult } from '../harness/large-results.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { uniqueSubscriberCounts } from '../harness/questions.ts'
import { claims, sign } from '../harness/tokens.ts'

/* Readers of results stand still while others ask. */

const READERS = 50
/** A user may read eight results at a time: each of these readers is somebody else. */
const token = (user: string) =>
  sign(
    { algorithm: 'RS256', privateKey: inject('keys').privateKey },
    claims(
      { everything: ['run', 'get_result', 'admin3:unique_subscriber_counts:unique_subscriber_counts'] },
      { sub: user },
    ),
  )

let system: OwnSystem
const sockets: Socket[] = []
beforeAll(async () => {
  system = await startOwnSystem('readers')
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await system.stop()
})

/** Asks for a result and reads nothing of the answer. */
function standStill(path: string, user: string): void {
  const { hostname, port } = new URL(system.address.url)
  const socket = connect(Number(port), hostname)
  sockets.push(socket)
  socket.on('error', () => {})
  socket.pause()
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token(user)}\r\n\r\n`)
}

test('fifty readers who stand still hold up nobody who polls or asks', async () => {
  const { api, database } = system
  const id = await complete(api, uniqueSubscriberCounts())
  await enlargeResult(database, id, 30_000)
  for (let reader = 0; reader < READERS; reader += 1) standStill(`/api/0/get/${id}`, `reader ${reader}`)
  const reading = () =>
    database.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'flowapi results'
         AND query <> '' AND state <> 'idle'`,
    )
  await expect.poll(async () => (await reading()).rowCount, { timeout: 20_000 }).toBeGreaterThanOrEqual(15)
  for (let asked = 0; asked < 20; asked += 1) {
    const polled = await gateway(system.address.url, token(`poller ${asked}`)).poll(id)
    expect(polled.status).toBe(303)
    await bodyOf(await api.run(uniqueSubscriberCounts()), 202)
  }
  expect((await reading()).rowCount).toBeGreaterThanOrEqual(15)
  for (const socket of sockets) socket.destroy()
  await expect.poll(async () => (await reading()).rowCount, { timeout: 20_000 }).toBe(0)
})
