import { generateKeyPairSync } from 'node:crypto'
import { request as plainRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { Dealer } from 'zeromq'
import { bodyOf } from '../harness/gateway.ts'
import { ask } from '../harness/machine.ts'
import { exampleOf, queryNames, type Schema, type Schemas } from '../harness/openapi.ts'
import { dailyLocation, spatialAggregate, uniqueSubscriberCounts } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, sign } from '../harness/tokens.ts'

/*
 * Whatever is sent, the answer is a 4xx in words for people, nothing internal is among them, and the service goes on.
 */

const { api, url, machines, database } = sharedSystem()
const [machine = ''] = machines
const key = { algorithm: 'RS256', privateKey: inject('keys').privateKey } as const

/** What only the inside knows: SQL, stacks, paths, the words of libraries. */
const INTERNAL =
  /\bSELECT\b|\bat .+:\d+:\d+|node_modules|\.[jt]s:\d+|syntax error at|relation "|zod|ECONN|pg_/i

async function refusalOf(answered: Response): Promise<Record<string, unknown>> {
  const body = await answered.text()
  expect(answered.status, body).toBeGreaterThanOrEqual(400)
  expect(answered.status, body).toBeLessThan(500)
  expect(body).not.toMatch(INTERNAL)
  const parsed = JSON.parse(body)
  expect(parsed).toMatchObject({ status: expect.any(String), msg: expect.any(String) })
  return parsed
}

afterEach(async () => {
  expect((await api.request('/readyz')).status).toBe(200)
})

let schemas: Schemas
beforeAll(async () => {
  const document = await bodyOf(await api.request('/api/0/spec/openapi.json'), 200)
  schemas = (document.components as { schemas: Schemas }).schemas
})

const counts = uniqueSubscriberCounts({ end_date: '2016-01-03' })
const day = dailyLocation('2016-01-01')
const mixed = {
  query_kind: 'modal_location' as const,
  locations: [day, dailyLocation('2016-01-02', { aggregation_unit: 'admin1' })],
}
const sampled = (sampling: object) => spatialAggregate(Object.assign({}, day, { sampling }))

describe('a query is refused by field', () => {
  test.each<[what: string, spec: object, field: string]>([
    ['dates that do not parse', { ...counts, start_date: 'the day before yesterday' }, 'start_date'],
    ['a date of no calendar', { ...counts, start_date: '2016-02-30' }, 'start_date'],
    ['an end before the start', { ...counts, start_date: '2016-01-05' }, 'end_date'],
    ['a period of a hundred years', { ...counts, end_date: '2116-01-01' }, 'end_date'],
    ['a unit that there is not', { ...counts, aggregation_unit: 'admin4' }, 'aggregation_unit'],
    ['mixed units', spatialAggregate(mixed), 'locations'],
    ['an hour of 25', { ...counts, hours: { start_hour: 0, end_hour: 25 } }, 'hours'],
    ['half an hour', { ...counts, hours: { start_hour: 0.5, end_hour: 3 } }, 'hours'],
    ['a negative size', sampled({ sampling_method: 'random_ids', size: -1, seed: 0.5 }), 'locations'],
    ['a fraction above one', sampled({ sampling_method: 'bernoulli', fraction: 2, seed: 1 }), 'locations'],
    ['numbers for texts', { ...counts, start_date: 20160101 }, 'start_date'],
    ['a text for a list', { ...counts, event_types: 'calls' }, 'event_types'],
    ['a list for an object', { ...counts, hours: [9, 17] }, 'hours'],
    ['an object for a text', { ...counts, aggregation_unit: { admin: 3 } }, 'aggregation_unit'],
  ])('for %s', async (_what, spec, field) => {
    const { payload } = await refusalOf(await api.run(spec))
    expect(payload).toMatchObject({ validation_error_messages: { [field]: expect.anything() } })
  })

  test('for names that mean something to JavaScript', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])
      await refusalOf(
        await postText(`{"query_kind":"geography","aggregation_unit":"admin3","${name}":{"query_kind":1}}`),
      )
    await refusalOf(await postText('{"query_kind":"__proto__"}'))
    await refusalOf(await postText('{"query_kind":"constructor"}'))
    expect(
      await (await api.run({ query_kind: 'geography', aggregation_unit: 'admin3' })).json(),
    ).toMatchObject({
      query_id: expect.any(String),
    })
  })
})

describe('SQL stays a text', () => {
  const INJECTIONS = [
    `'; DROP SCHEMA cache CASCADE; --`,
    `geography.districts; VACUUM FULL`,
    `calls' OR '1'='1`,
    `"; DELETE FROM ledger.grants; --`,
    `\\'; TRUNCATE events.calls; --`,
    `admin3\u0000`,
    `$1`,
    `\${process.exit(1)}`,
  ]

  /** Ways to every text in a value. */
  function texts(value: unknown, path: (string | number)[] = []): (string | number)[][] {
    if (typeof value === 'string') return [path]
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([name, inner]) => texts(inner, [...path, name]))
  }

  function replaced(value: unknown, [first, ...rest]: readonly (string | number)[], by: string): unknown {
    if (first === undefined) return by
    if (Array.isArray(value))
      return value.map((item, at) => (String(at) === String(first) ? replaced(item, rest, by) : item))
    return Object.fromEntries(
      Object.entries(Object(value)).map(([name, inner]) => [
        name,
        name === first ? replaced(inner, rest, by) : inner,
      ]),
    )
  }

  /** Everything that may be written as a text, also where it may be left out. */
  function withAllTexts(schema: Schema): object {
    const optional = Object.entries(schema.properties ?? {}).filter(([, { type }]) => type === 'string')
    return {
      ...Object.fromEntries(optional.map(([name]) => [name, 'geography.catchments'])),
      subscriber_subset: 'a subset',
      ...Object(exampleOf(schema, schemas)),
    }
  }

  test('in every field of every kind that may be asked for', async () => {
    let tried = 0
    for (const name of queryNames(schemas).topLevel) {
      const spec = withAllTexts(schemas[name] ?? {})
      for (const path of texts(spec))
        for (const injection of INJECTIONS) {
          await refusalOf(await api.run(replaced(spec, path, injection)))
          tried += 1
        }
    }
    expect(tried).toBeGreaterThan(100)
    const { rows } = await database.query(`SELECT to_regnamespace('cache') IS NOT NULL AS there`)
    expect(rows).toEqual([{ there: true }])
  })

  test('in every part of an address', async () => {
    for (const injection of INJECTIONS) {
      const part = encodeURIComponent(injection)
      for (const path of ['poll', 'get', 'metadata', 'events', 'geography'])
        await refusalOf(await api.request(`/api/0/${path}/${part}`))
      await refusalOf(await api.request(`/api/0/get/${'0'.repeat(32)}.${part}`))
      await refusalOf(await api.request(`/api/0/qa/${part}/${part}/2016-01-01`))
      await refusalOf(await api.request(`/api/0/qa/calls/count_added_rows/${part}`))
    }
  })
})

describe('a body is refused', () => {
  test('of ten megabytes', async () => {
    const body = `{"query_kind":"${'x'.repeat(10 << 20)}"}`
    // The server need not read all of it: then it closes the connection under the sender.
    const outcome = await postText(body).then(
      ({ status }) => status,
      (error: Error) => error.name,
    )
    expect([413, 'TypeError']).toContain(outcome)
  })

  test.each(['[', '{"a":'])('that is nested a thousand deep by %s', async opening => {
    const closing = opening === '[' ? ']' : '}'
    const deep = `${opening.repeat(1_000)}1${closing.repeat(1_000)}`
    await refusalOf(await postText(`{"query_kind":"spatial_aggregate","locations":${deep}}`))
  })

  test('that is nested a thousand deep in parts', async () => {
    let spec: unknown = day
    for (let depth = 0; depth < 1_000; depth += 1) spec = { ...day, subscriber_subset: spec }
    await refusalOf(await api.run(spatialAggregate(Object.assign({}, day, { subscriber_subset: spec }))))
  })

  test('that is not UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"query_kind":"geography","aggregation_unit":"'),
      Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
      Buffer.from('"}'),
    ])
    await refusalOf(await postText(bytes))
  })
})

describe('a token is refused', () => {
  const roles = { analyst: ['get_available_dates'] }
  const dates = (token: string) =>
    fetch(`${url}/api/0/available_dates`, { headers: { authorization: `Bearer ${token}` } })

  test.each<[what: string, header: object]>([
    [
      'names its own key',
      { jwk: { kty: 'RSA', e: 'AQAB', n: 'sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1' } },
    ],
    ['says where its key is', { jku: 'http://127.0.0.1:1/keys', kid: 'mine' }],
    ['holds a certificate', { x5c: ['MIIB'], x5u: 'http://127.0.0.1:1/cert' }],
  ])('that %s: only ours counts', async (_what, header) => {
    const { privateKey } = otherKey()
    await refusalOf(await dates(sign({ algorithm: 'RS256', privateKey }, claims(roles), header)))
  })

  test('of 70 kB of headers', async () => {
    const [status, body] = await new Promise<[number | undefined, Promise<string>]>((resolve, reject) => {
      plainRequest(`${url}/api/0/available_dates`, { headers: { 'x-many': 'x'.repeat(70_000) } }, response =>
        resolve([response.statusCode, text(response)]),
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(431)
    expect(JSON.parse(await body)).toMatchObject({ msg: 'The request headers are too large.' })
  })

  test('but not for 60 kB of headers', async () => {
    const answered = await fetch(`${url}/api/0/available_dates`, {
      headers: { authorization: `Bearer ${sign(key, claims(roles))}`, 'x-many': 'x'.repeat(58_000) },
    })
    expect(answered.status).toBe(200)
  })
})

describe('FlowMachine goes on', () => {
  test.each<[what: string, frames: (string | Buffer)[]]>([
    ['one frame', ['garbage']],
    ['seven frames', ['', '', '{}', '', '{}', '', '{}']],
    ['a delimiter that is none', ['correlation', 'delimiter', '{}']],
    ['no bytes', ['']],
    ['bytes that are no text', ['', Buffer.from([0, 0xff, 0xfe, 0xc3, 0x28])]],
    ['JSON a hundred thousand deep', ['', '['.repeat(100_000)]],
    ['a hundred megabytes', ['', Buffer.alloc(100 << 20, 'x')]],
  ])('after %s', async (_what, frames) => {
    const socket = new Dealer({ linger: 0, sendTimeout: 10_000 })
    try {
      socket.connect(machine)
      await socket.send(frames)
      expect(await ask(machine, { action: 'ping', request_id: 'bad input' })).toMatchObject({ msg: 'pong' })
    } finally {
      socket.close()
    }
  })
})

function postText(body: string | Buffer): Promise<Response> {
  return api.request('/api/0/run', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
}

function otherKey(): { privateKey: string } {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { privateKey }
}
