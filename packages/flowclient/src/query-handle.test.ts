import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { connect } from './client.ts'
import { ConnectionFailed, NotFound, QueryFailed, Unauthorised, UnexpectedAnswer } from './errors.ts'
import { dailyLocation, spatialAggregate } from './queries/index.ts'
import type { Progress } from './query-requests.ts'
import {
  type Answer,
  accepted,
  completed,
  json,
  type Script,
  type ScriptedFlowApi,
  startScriptedFlowApi,
  underWay,
} from './testing/scripted-flowapi.ts'

const TOKEN = 'aGVhZGVy.Y2xhaW1z.c2lnbmF0dXJl'
const QUERY = spatialAggregate({
  locations: dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }),
})
const RUN = 'POST /api/0/run'
const POLL = 'GET /api/0/poll/an-id'
const GET = 'GET /api/0/get/an-id'
const ROWS = [
  { pcod: 'XA.1', value: 17 },
  { pcod: 'XÄ.2 🗺️', value: 1_000_000 },
]
const RESULT = `{"query_id":"an-id", "query_result":[${ROWS.map(row => JSON.stringify(row)).join(', ')}]}`
const FIRST_ROW_AND_MORE = RESULT.slice(0, RESULT.indexOf('},') + 10)
const GONE = json(404, { status: 'Error', msg: "Unknown query ID 'an-id'" })
const OFTEN = { pollInterval: 1 }

let server: ScriptedFlowApi
afterEach(() => server.close())

/** A handle to a query that was run, at a server that answers by this script. */
async function handleOf(script: Script) {
  server = await startScriptedFlowApi({ [RUN]: accepted('an-id'), ...script })
  return connect({ url: server.url, token: TOKEN }).run(QUERY)
}

/** A handle to a query whose result is there. */
function handleWith(answer: Answer, format = '') {
  return handleOf({ [POLL]: completed('an-id'), [`${GET}${format}`]: answer })
}

const requests = () => server.received.map(({ route }) => route)

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const row of rows) collected.push(row)
  return collected
}

describe('the status of a query', () => {
  test.each<[string, Answer]>([
    ['queued', underWay('queued')],
    ['executing', underWay('executing')],
    ['completed', completed('an-id')],
    ['errored', json(500, { status: 'errored', msg: 'It failed.' })],
    ['cancelled', json(500, { status: 'cancelled', msg: 'It was cancelled.' })],
    ['known', json(404, { status: 'known', msg: 'It has not been run.' })],
    ['resetting', json(404, { status: 'resetting', msg: 'It is being reset.' })],
    ['awol', GONE],
  ])('may be %s', async (state, answer) => {
    const handle = await handleOf({ [POLL]: answer })
    expect(await handle.status()).toBe(state)
  })

  test('is not made up from what is no answer about it', async () => {
    const handle = await handleOf({
      [POLL]: [
        json(401, { msg: 'Token has expired' }),
        json(500, { status: 'Error', msg: 'Something broke.' }),
        json(202, { status: 'executing' }),
        { status: 404, body: 'no such page' },
        { status: 302, headers: { Location: '/login' } },
      ],
    })
    await expect(handle.status()).rejects.toThrow(Unauthorised)
    for (let answers = 0; answers < 4; answers += 1)
      await expect(handle.status()).rejects.toThrow(UnexpectedAnswer)
  })
})

describe('cancelling', () => {
  const CANCEL = 'DELETE /api/0/poll/an-id'

  test.each(['cancelled', 'executing', 'completed'])('tells that the query is %s then', async status => {
    const handle = await handleOf({ [CANCEL]: json(200, { status, msg: '' }) })
    expect(await handle.cancel()).toBe(status)
    expect(requests()).toEqual([RUN, CANCEL])
  })

  test('says so when FlowAPI refuses it', async () => {
    const handle = await handleOf({ [CANCEL]: [GONE, json(200, { status: 'gone fishing' })] })
    await expect(handle.cancel()).rejects.toThrow(NotFound)
    await expect(handle.cancel()).rejects.toThrow(UnexpectedAnswer)
  })
})

describe('waiting', () => {
  test('goes on until the result is there, and passes on the progress', async () => {
    const handle = await handleOf({
      [POLL]: [
        underWay('queued', { eligible: 3, queued: 3, running: 0 }),
        underWay('executing', { eligible: 2, queued: 1, running: 1 }),
        underWay('executing', { eligible: 1, queued: 0, running: 1 }),
        completed('an-id'),
      ],
    })
    const seen: Progress[] = []
    await handle.wait({ onProgress: progress => seen.push(progress), ...OFTEN })
    expect(seen).toEqual([
      { eligible: 3, queued: 3, running: 0 },
      { eligible: 2, queued: 1, running: 1 },
      { eligible: 1, queued: 0, running: 1 },
    ])
    expect(requests()).toEqual([RUN, POLL, POLL, POLL, POLL])
  })

  test.each([
    ['errored', 'The query has no result: division by zero.'],
    ['cancelled', 'The query has no result: division by zero.'],
  ])('ends with an error when the query is %s', async (status, message) => {
    const handle = await handleOf({
      [POLL]: [
        underWay('executing'),
        json(500, { status, msg: 'division by zero.', payload: { query_id: 'an-id' } }),
      ],
    })
    const error = await handle.wait(OFTEN).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(QueryFailed)
    expect(error).toMatchObject({ message, status: 500, queryId: 'an-id', payload: { query_id: 'an-id' } })
  })

  test('ends when its signal is aborted while it pauses, with what the signal says', async () => {
    const handle = await handleOf({ [POLL]: underWay('executing') })
    const stop = new AbortController()
    const waiting = handle.wait({
      signal: stop.signal,
      pollInterval: 1_000_000,
      onProgress: () => setTimeout(() => stop.abort(new Error('enough')), 10),
    })
    await expect(waiting).rejects.toThrow(new Error('enough'))
  })

  test('does not begin when its signal has been aborted', async () => {
    const handle = await handleOf({ [POLL]: completed('an-id') })
    await expect(handle.wait({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    expect(requests()).toEqual([RUN])
  })

  test('takes a redirect of which a browser hides the rest for the end', async () => {
    server = await startScriptedFlowApi({
      [RUN]: accepted('an-id'),
      [POLL]: completed('an-id'),
      [GET]: { status: 200, body: RESULT },
    })
    const client = connect({
      url: server.url,
      token: TOKEN,
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        return response.status === 303 ? asBrowsersShowIt() : response
      },
    })
    expect((await (await client.run(QUERY)).json()).query_result).toEqual(ROWS)
  })
})

/** What the Fetch standard calls an opaque redirect: no status, no headers, no body. */
function asBrowsersShowIt(): Response {
  const hidden = new Response(null, { status: 204 })
  Object.defineProperties(hidden, { type: { value: 'opaqueredirect' }, status: { value: 0 } })
  return hidden
}

describe('the rows of a result', () => {
  test('wait for it, and come in order', async () => {
    const handle = await handleOf({
      [POLL]: [underWay('queued'), underWay('executing'), completed('an-id')],
      [GET]: { status: 200, body: RESULT },
    })
    expect(await collect(handle.rows(OFTEN))).toEqual(ROWS)
    expect(requests()).toEqual([RUN, POLL, POLL, POLL, GET])
  })

  test('are the same when every byte arrives by itself', async () => {
    const bytes = Array.from(new TextEncoder().encode(RESULT), byte => new Uint8Array([byte]))
    const handle = await handleWith({ status: 200, body: bytes })
    expect(await collect(handle.rows())).toEqual(ROWS)
  })

  test('come before the rest of the result has arrived', async () => {
    const handle = await handleWith({ status: 200, body: FIRST_ROW_AND_MORE, hangs: true })
    const first = await handle.rows().next()
    expect(first.value).toEqual(ROWS[0])
  })

  test('close the connection when the loop stops early', async () => {
    const handle = await handleWith({ status: 200, body: RESULT, hangs: true })
    for await (const row of handle.rows()) {
      expect(row).toEqual(ROWS[0])
      break
    }
    await expect.poll(() => server.interrupted).toEqual([GET])
  })

  test('end with an error when the connection breaks, after those that had arrived', async () => {
    const handle = await handleWith({ status: 200, body: FIRST_ROW_AND_MORE, breaksOff: true })
    const seen: unknown[] = []
    const reading = async () => {
      for await (const row of handle.rows()) seen.push(row)
    }
    await expect(reading()).rejects.toThrow(ConnectionFailed)
    expect(seen).toEqual(ROWS.slice(0, 1))
  })

  test('end with an error when the result stops although the connection does not break', async () => {
    const handle = await handleWith({ status: 200, body: RESULT.slice(0, -1) })
    await expect(collect(handle.rows())).rejects.toThrow('The result ended before it was complete.')
  })

  test('end when their signal is aborted, with what the signal says', async () => {
    const handle = await handleWith({ status: 200, body: FIRST_ROW_AND_MORE, hangs: true })
    const stop = new AbortController()
    const reading = async () => {
      for await (const _ of handle.rows({ signal: stop.signal })) stop.abort(new Error('enough'))
    }
    await expect(reading()).rejects.toThrow(new Error('enough'))
  })
})

describe('a whole result', () => {
  const CSV = 'pcod,value\r\nXA.1,17\r\n'
  const MAP = { type: 'FeatureCollection', features: [] }

  test('is given as JSON', async () => {
    const handle = await handleWith({ status: 200, body: [RESULT.slice(0, 31), RESULT.slice(31)] })
    expect(await handle.json()).toEqual({ query_id: 'an-id', query_result: ROWS })
  })

  test('is given as csv', async () => {
    const handle = await handleWith({ status: 200, body: CSV }, '.csv')
    expect(await handle.csv()).toBe(CSV)
  })

  test('is given as GeoJSON', async () => {
    const handle = await handleWith(json(200, MAP), '.geojson')
    expect(await handle.geojson()).toEqual(MAP)
  })

  test('is given as the bytes of a file', async () => {
    const handle = await handleWith({ status: 200, body: [CSV.slice(0, 5), CSV.slice(5)] }, '.csv')
    expect(await text(await handle.stream('csv'))).toBe(CSV)
  })

  test.each(['json', 'csv', 'geojson'] as const)(
    'is not given when the connection breaks: %s',
    async format => {
      const suffix = format === 'json' ? '' : `.${format}`
      const handle = await handleWith(
        { status: 200, body: format === 'csv' ? CSV : RESULT, breaksOff: true },
        suffix,
      )
      await expect(handle[format]()).rejects.toThrow(ConnectionFailed)
      await expect(handle.stream(format).then(text)).rejects.toThrow(ConnectionFailed)
    },
  )

  test('is not taken from an answer of another shape', async () => {
    const handle = await handleOf({
      [POLL]: completed('an-id'),
      [GET]: json(200, MAP),
      [`${GET}.geojson`]: json(200, { query_result: [] }),
    })
    await expect(handle.json()).rejects.toThrow(UnexpectedAnswer)
    await expect(handle.geojson()).rejects.toThrow(UnexpectedAnswer)
  })

  test('is waited for again when newer data have made it stale', async () => {
    const handle = await handleOf({
      [POLL]: [completed('an-id'), underWay('executing'), completed('an-id')],
      [GET]: [json(202, {}), { status: 200, body: RESULT }],
    })
    await handle.json(OFTEN)
    expect(requests()).toEqual([RUN, POLL, GET, POLL, POLL, GET])
  })
})

describe('a result that has been dropped', () => {
  test('is computed again, once, when it is gone at the end', async () => {
    const handle = await handleOf({
      [POLL]: completed('an-id'),
      [GET]: [GONE, { status: 200, body: RESULT }],
    })
    expect(await collect(handle.rows(OFTEN))).toEqual(ROWS)
    expect(requests()).toEqual([RUN, POLL, GET, RUN, POLL, GET])
  })

  test('is computed again when it is gone at the first look', async () => {
    const handle = await handleOf({
      [POLL]: [GONE, underWay('queued'), completed('an-id')],
      [GET]: { status: 200, body: RESULT },
    })
    expect(await handle.json(OFTEN)).toHaveProperty('query_result', ROWS)
    expect(requests()).toEqual([RUN, POLL, RUN, POLL, POLL, GET])
  })

  test('is given up when it is dropped each time', async () => {
    const handle = await handleOf({ [POLL]: completed('an-id'), [GET]: GONE })
    await expect(handle.json(OFTEN)).rejects.toThrow(NotFound)
    expect(requests()).toEqual([RUN, POLL, GET, RUN, POLL, GET])
  })

  test('is computed again for each of two who want it at once', async () => {
    const handle = await handleOf({
      [POLL]: completed('an-id'),
      [GET]: [GONE, { status: 200, body: RESULT }],
      [`${GET}.csv`]: [GONE, { status: 200, body: 'pcod,value\r\n' }],
    })
    const [json, csv] = await Promise.all([handle.json(OFTEN), handle.csv(OFTEN)])
    expect(json.query_result).toEqual(ROWS)
    expect(csv).toBe('pcod,value\r\n')
  })

  test('is not found by its id alone', async () => {
    server = await startScriptedFlowApi({ [POLL]: GONE })
    const handle = connect({ url: server.url, token: TOKEN }).query('an-id')
    const error = await handle.json().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(NotFound)
    expect(error).toMatchObject({ status: 404, queryId: 'an-id', msg: "Unknown query ID 'an-id'" })
    expect(handle.progress).toBeUndefined()
    expect(requests()).toEqual([POLL])
  })
})

test('a query is found by an id whatever is in it', async () => {
  server = await startScriptedFlowApi({ 'GET /api/0/poll/..%2F%3Fa%20b': underWay('queued') })
  expect(await connect({ url: server.url, token: TOKEN }).query('../?a b').status()).toBe('queued')
})

describe('beside its rows, a result', () => {
  test('is there as Arrow, byte for byte', async () => {
    const bytes = Uint8Array.from([255, 255, 255, 255, 0, 1, 2, 3])
    const handle = await handleWith({ status: 200, body: [bytes.slice(0, 3), bytes.slice(3)] }, '.arrow')
    expect(await handle.arrow()).toEqual(bytes)
  })

  test('says what it means, when it is there', async () => {
    const metadata = { query_id: 'an-id', query_kind: 'flows', release: { threshold: 16 } }
    const handle = await handleOf({
      [POLL]: [underWay('queued'), completed('an-id')],
      'GET /api/0/metadata/an-id': json(200, metadata),
    })
    expect(await handle.metadata({ pollInterval: 1 })).toEqual(metadata)
  })

  test('that says nothing of what it means is none of FlowAPI’s', async () => {
    const handle = await handleOf({ [POLL]: completed('an-id'), 'GET /api/0/metadata/an-id': json(200, []) })
    await expect(handle.metadata()).rejects.toThrow('what a result means')
  })
})
