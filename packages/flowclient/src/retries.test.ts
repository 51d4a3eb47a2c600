import { afterEach, describe, expect, test } from 'vitest'
import { connect } from './client.ts'
import { ConnectionFailed, Forbidden } from './errors.ts'
import { uniqueSubscriberCounts } from './queries/index.ts'
import { requestedPause } from './retries.ts'
import {
  type Answer,
  accepted,
  json,
  type ScriptedFlowApi,
  startScriptedFlowApi,
} from './testing/scripted-flowapi.ts'

const TOKEN = 'aGVhZGVy.Y2xhaW1z.c2lnbmF0dXJl'
const DATES = 'GET /api/0/available_dates'
const good = json(200, { available_dates: { calls: ['2016-01-01'] } })
const busy = (status: number) => json(status, { status: 'Error', msg: 'Not now.' }, { 'Retry-After': '0' })

let server: ScriptedFlowApi | undefined
afterEach(async () => {
  await server?.close()
})

async function clientOf(answers: readonly Answer[], options: { retries?: number; timeout?: number } = {}) {
  server = await startScriptedFlowApi({ [DATES]: answers })
  return { server, client: connect({ url: server.url, token: TOKEN, ...options }) }
}

describe('a request is made again', () => {
  test.each([408, 429, 502, 503, 504])('after an answer of status %i', async status => {
    const { client, server } = await clientOf([busy(status), busy(status), good])
    expect(await client.availableDates()).toEqual({ calls: ['2016-01-01'] })
    expect(server.received).toHaveLength(3)
  })

  test('after a connection that broke before the answer', async () => {
    let calls = 0
    server = await startScriptedFlowApi({ [DATES]: good })
    const client = connect({
      url: server.url,
      token: TOKEN,
      fetch: (url, init) => {
        calls += 1
        return calls === 1 ? Promise.reject(new TypeError('fetch failed')) : fetch(url, init)
      },
    })
    expect(await client.availableDates()).toEqual({ calls: ['2016-01-01'] })
    expect(calls).toBe(2)
  })

  test('also when it runs a query, which is the same query twice', async () => {
    server = await startScriptedFlowApi({ 'POST /api/0/run': [busy(503), accepted('an-id')] })
    const query = uniqueSubscriberCounts({
      start_date: '2016-01-01',
      end_date: '2016-01-08',
      aggregation_unit: 'admin3',
    })
    expect((await connect({ url: server.url, token: TOKEN }).run(query)).id).toBe('an-id')
  })

  test('as often as it may be, and then what was said is told', async () => {
    const { client, server } = await clientOf([busy(503)], { retries: 2 })
    const error = await client.availableDates().catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(ConnectionFailed)
    expect(error).toMatchObject({ status: 503, msg: 'Not now.' })
    expect(server.received).toHaveLength(3)
  })

  test('not after any other answer', async () => {
    const { client, server } = await clientOf([json(403, { status: 'Error', msg: 'No.' }), good])
    await expect(client.availableDates()).rejects.toThrow(Forbidden)
    expect(server.received).toHaveLength(1)
  })

  test('not when the caller has given up', async () => {
    const waiting = json(503, { msg: 'Not now.' }, { 'Retry-After': '30' })
    const { client, server } = await clientOf([waiting])
    const signal = AbortSignal.timeout(100)
    await expect(client.availableDates({ signal })).rejects.toHaveProperty('name', 'TimeoutError')
    expect(server.received).toHaveLength(1)
  })
})

describe('an attempt', () => {
  test('that gets no answer in time fails, and says so', async () => {
    server = await startScriptedFlowApi({})
    const client = connect({
      url: server.url,
      token: TOKEN,
      retries: 0,
      timeout: 50,
      fetch: (_url, init) =>
        new Promise((_resolve, reject) =>
          init.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        ),
    })
    await expect(client.availableDates()).rejects.toThrow('no answer within 0.05 seconds')
  })

  test('may take longer for its body than for the beginning of it', async () => {
    const slow: Answer = {
      status: 200,
      body: Array.from({ length: 40 }, (_, n) => (n === 0 ? '{"available_dates":{' : n === 39 ? '}}' : ' ')),
    }
    const { client } = await clientOf([slow], { timeout: 20_000 })
    expect(await client.availableDates()).toEqual({})
  })
})

test.each([
  ['3', 3_000],
  [' 0 ', 0],
  ['86400', 60_000],
  ['Fri, 01 Jan 2016 00:00:02 GMT', 2_000],
  ['Thu, 31 Dec 2015 00:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('a server that says Retry-After: %s is left alone for %s milliseconds', (header, expected) => {
  expect(requestedPause(header, Date.parse('2016-01-01T00:00:00Z'))).toBe(expected)
})
