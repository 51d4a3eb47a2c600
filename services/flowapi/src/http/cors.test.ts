import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReleasedDatabase, type ReleasedDatabase } from '../testing/flowdb.ts'
import { startGateway, type TestGateway } from '../testing/gateway.ts'
import { ScriptedMachine, success } from '../testing/scripted-machine.ts'

const machine = new ScriptedMachine(() => success({ calls: [] }))
let database: ReleasedDatabase
let open: TestGateway
let closed: TestGateway

beforeAll(async () => {
  database = await createReleasedDatabase()
  const parts = { machines: [await machine.listen()], database: database.reader }
  open = await startGateway({ ...parts, corsOrigins: ['https://maps.example.org'] })
  closed = await startGateway(parts)
})
afterAll(async () => {
  await Promise.all([open.close(), closed.close()])
  await machine.close()
  await database.close()
})

const preflight = (gateway: TestGateway, origin: string) =>
  fetch(`${gateway.url}/api/0/run`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  })
const dates = (gateway: TestGateway, origin: string) =>
  gateway.call('/api/0/available_dates', ['get_available_dates'], { headers: { origin } })

test('pages of an origin on the list may ask, and read what they need', async () => {
  const asked = await preflight(open, 'https://maps.example.org')
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe('https://maps.example.org')
  expect(asked.headers.get('access-control-allow-headers')).toContain('Authorization')
  const answer = await dates(open, 'https://maps.example.org')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://maps.example.org')
  expect(answer.headers.get('access-control-expose-headers')).toContain('X-FlowKit-Rows-Released')
  expect(answer.headers.get('vary')).toMatch(/origin/i)
  expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
})

test('pages of other origins may not', async () => {
  for (const origin of ['https://evil.example.org', 'null', 'https://maps.example.org.evil.org']) {
    expect((await preflight(open, origin)).headers.has('access-control-allow-origin')).toBe(false)
    expect((await dates(open, origin)).headers.has('access-control-allow-origin')).toBe(false)
  }
})

test('refusals can be read by the pages that may ask', async () => {
  const answer = await open.call('/api/0/run', [], {
    method: 'POST',
    headers: { origin: 'https://maps.example.org' },
  })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://maps.example.org')
})

test('without a list no page of another origin may ask', async () => {
  expect((await preflight(closed, 'https://maps.example.org')).status).toBe(405)
  const answer = await dates(closed, 'https://maps.example.org')
  expect(answer.headers.has('access-control-allow-origin')).toBe(false)
})
