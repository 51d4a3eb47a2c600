import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { complete, gateway } from '../harness/gateway.ts'
import { act } from '../harness/machine.ts'
import { DAYS, dailyLocation, flows, uniqueSubscriberCounts } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { connectAs } from '../harness/system.ts'
import { claims, sign } from '../harness/tokens.ts'

const { api, url, machines, flowdb, database } = sharedSystem()
const key = { algorithm: 'RS256', privateKey: inject('keys').privateKey } as const
const moves = flows(dailyLocation('2016-01-01'), dailyLocation('2016-01-02'))
const scopes = [
  'get_result',
  'admin3:flows:flows',
  'admin3:flows:daily_location',
  'admin3:geography:geography',
]

/** Somebody whom no other test knows. */
function somebody() {
  const who = { sub: `analyst ${randomUUID()}`, jti: randomUUID(), iss: 'flowauth of the tests' }
  return { who, api: gateway(url, sign(key, claims({ analyst: scopes }, who))) }
}

async function grantsOf(subject: string) {
  const { rows } = await database.query(
    `SELECT *, rows AS rows_released FROM ledger.history WHERE type = 'grant' AND subject = $1 ORDER BY entry`,
    [subject],
  )
  return rows
}

/** How the grants to somebody ended, when none is open any more. */
async function endsOf(subject: string): Promise<{ outcome: string; bytes: number }[]> {
  for (;;) {
    const grants = await grantsOf(subject)
    if (grants.every(({ outcome }) => outcome !== 'open')) return grants
    await sleep(20)
  }
}

describe('a result that is given out', () => {
  test('is in the ledger: to whom, which, in what format, from which data, how much of it', async () => {
    const id = await complete(api, moves)
    const { who, api: theirs } = somebody()
    const answered = await theirs.get(id)
    const { query_result } = (await answered.json()) as { query_result: unknown[] }
    await (await theirs.get(id, '.csv')).text()
    await (await theirs.get(id, '.geojson')).text()
    const { payload } = await act(machines[0] ?? '', 'get_query_params', { query_id: id })
    const grants = await grantsOf(who.sub)
    expect(grants.map(({ format }) => format)).toEqual(['json', 'csv', 'geojson'])
    for (const grant of grants) {
      expect(grant).toMatchObject({
        issuer: who.iss,
        token_id: who.jti,
        query_id: id,
        spec: payload.query_params,
        rows_released: query_result.length,
        cells_left_out: Number(answered.headers.get('x-flowkit-cells-left-out')),
      })
      const items = Object.keys(grant.data_versions)
      expect(items).toEqual(
        expect.arrayContaining(['boundaries', 'cells', 'calls/2016-01-01', 'sms/2016-01-02']),
      )
      expect(items).not.toContain('calls/2016-01-03')
    }
  })

  test('is in it for geography too', async () => {
    const { who, api: theirs } = somebody()
    await (await theirs.request('/api/0/geography/admin3')).text()
    expect(await grantsOf(who.sub)).toMatchObject([{ format: 'geojson', spec: { query_kind: 'geography' } }])
  })

  test('is in it before the answer goes out: while nothing can be written, nobody is answered', async () => {
    const id = await complete(api, moves)
    const { who, api: theirs } = somebody()
    const writer = await database.connect()
    await writer.query('BEGIN; LOCK TABLE ledger.entries IN SHARE MODE')
    const answered = theirs.get(id)
    expect(await Promise.race([answered.then(() => 'answered'), sleep(700, 'waiting')])).toBe('waiting')
    expect(await grantsOf(who.sub)).toEqual([])
    await writer.query('ROLLBACK')
    writer.release()
    expect((await answered).status).toBe(200)
    expect((await grantsOf(who.sub)).length).toBe(1)
  })

  test('is in it with how it ended: whole, and how large it was', async () => {
    const id = await complete(api, moves)
    const { who, api: theirs } = somebody()
    const body = await (await theirs.get(id, '.csv')).text()
    expect(await endsOf(who.sub)).toMatchObject([{ outcome: 'whole', bytes: Buffer.byteLength(body) }])
  })

  test('cannot be forgotten: nobody changes or removes a row, the superuser included', async () => {
    await (await api.get(await complete(api, moves))).text()
    for (const change of ['DELETE FROM ledger.entries', `UPDATE ledger.entries SET record = ''`])
      await expect(database.query(change)).rejects.toThrow('only be added to')
  })
})

test('what is refused leaves no grant', async () => {
  const { who, api: theirs } = somebody()
  const id = await complete(api, uniqueSubscriberCounts({ start_date: DAYS[3] ?? '' }))
  expect((await theirs.get(id)).status).toBe(403)
  expect((await theirs.get('0123456789abcdef0123456789abcdef')).status).toBe(404)
  expect(await grantsOf(who.sub)).toEqual([])
})

describe('the role of the gateway', () => {
  const asGateway = connectAs('flowapi', flowdb)
  afterAll(() => asGateway.end())
  const denied = { code: '42501' }

  test.each([
    'events.calls',
    'events.calls_20160101',
    'infrastructure.cells',
    'geography.admin3',
    'geography.catchments',
    'etl.sealed_days',
    'cache.queries',
    'cache.results',
    'ledger.entries',
    'ledger.history',
    'dfs.transactions',
  ])('cannot read %s', async table => {
    await expect(asGateway.query(`SELECT FROM ${table} LIMIT 1`)).rejects.toMatchObject(denied)
  })

  test('reads released results, and no stored part of one', async () => {
    await complete(api, moves)
    const { rows } = await database.query<{ schema: string; table: string }>(
      `SELECT table_schema AS schema, quote_ident(table_schema) || '.' || quote_ident(table_name) AS table
       FROM cache.results WHERE superseded_at IS NULL`,
    )
    expect(new Set(rows.map(({ schema }) => schema))).toEqual(new Set(['cache', 'released']))
    for (const { schema, table } of rows) {
      const read = asGateway.query(`SELECT FROM ${table} LIMIT 1`)
      if (schema === 'released') await read
      else await expect(read).rejects.toMatchObject(denied)
    }
  })

  test.each([
    ['make a table', 'CREATE TABLE released.mine (n integer)'],
    ['make a table in public', 'CREATE TABLE public.mine (n integer)'],
    ['make a temporary table', 'CREATE TEMP TABLE mine (n integer)'],
    ['make a schema', 'CREATE SCHEMA mine'],
    [
      'write its own grants',
      'SELECT ledger.append_grant(null, null, null, null, null, null, null, null, null, null)',
    ],
    ['seal a day', `SELECT etl.seal_day('calls', '2016-01-01', 'events.calls_20160101', 0)`],
  ])('cannot %s', async (_what, statement) => {
    await expect(asGateway.query(statement)).rejects.toMatchObject(denied)
  })
})
