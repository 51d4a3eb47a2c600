import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, Forbidden, NotFound, QueryFailed, QueryInvalid } from 'flowclient'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { bodyOf, complete, rowsOf } from '../harness/gateway.ts'
import { programFile, runCommand } from '../harness/programs.ts'
import {
  DAYS,
  dailyLocation,
  flows,
  modalLocation,
  spatialAggregate,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, sign } from '../harness/tokens.ts'

/* The published client against a real FlowAPI: what it gives must be what plain HTTP gives. */

const { api, url } = sharedSystem()
const client = connect({ url, token: inject('token') })
const residents = spatialAggregate(modalLocation(DAYS))
const moves = flows(dailyLocation('2016-01-01'), dailyLocation('2016-01-02'), { join_type: 'left' })

describe('the library', () => {
  test.each([residents, moves])('gives a result in every format', async spec => {
    const id = await complete(api, spec)
    const handle = await client.run(spec)
    expect(handle.id).toBe(id)
    expect(await handle.status()).toBe('completed')
    const streamed = []
    for await (const row of handle.rows()) streamed.push(row)
    const json = await bodyOf(await api.get(id), 200)
    expect(streamed).toEqual(json.query_result)
    expect(await handle.json()).toEqual(json)
    expect(await handle.csv()).toBe(await (await api.get(id, '.csv')).text())
    expect(await handle.geojson()).toEqual(await bodyOf(await api.get(id, '.geojson'), 200))
  })

  test('waits for what is not computed yet, and tells the progress', async () => {
    const spec = spatialAggregate(modalLocation(DAYS, { hours: { start_hour: 4, end_hour: 22 } }))
    const handle = await client.run(spec)
    const seen: number[] = []
    await handle.wait({ pollInterval: 10, onProgress: ({ eligible }) => seen.push(eligible) })
    expect(seen).toEqual(seen.toSorted((one, other) => other - one))
    expect((await handle.json()).query_result).toEqual(await rowsOf(api, spec))
  })

  test('gives dates and shapes', async () => {
    const { available_dates } = await bodyOf(await api.request('/api/0/available_dates'), 200)
    expect(await client.availableDates()).toEqual(available_dates)
    const shapes = await bodyOf(await api.request('/api/0/geography/admin2'), 200)
    expect(await client.geography('admin2')).toEqual(shapes)
  })

  test('gives what a result means, its bytes as Arrow, and quality checks', async () => {
    const id = await complete(api, residents)
    const handle = client.query(id)
    expect(await handle.metadata()).toEqual(await bodyOf(await api.request(`/api/0/metadata/${id}`), 200))
    const bytes = await (await api.get(id, '.arrow')).arrayBuffer()
    expect(Buffer.from(await handle.arrow()).equals(Buffer.from(bytes))).toBe(true)
    expect(await client.qualityChecks()).toEqual(await (await api.request('/api/0/qa/')).json())
    const [start_date, end_date] = ['2016-01-02', '2016-01-03']
    const outcomes = await client.qualityOutcomes({
      event_type: 'sms',
      check: 'count_added_rows',
      start_date,
      end_date,
    })
    expect(outcomes.map(({ cdr_date }) => cdr_date)).toEqual([start_date, end_date])
  })

  test('says why there is no result, in classes of its own', async () => {
    const wrong = uniqueSubscriberCounts({ end_date: '2016-01-01' })
    await expect(client.run(wrong)).rejects.toBeInstanceOf(QueryInvalid)
    const guest = connect({
      url,
      token: sign({ algorithm: 'RS256', privateKey: inject('keys').privateKey }, claims({ guest: ['run'] })),
    })
    await expect(guest.run(residents)).rejects.toBeInstanceOf(Forbidden)
    await expect(client.query('0'.repeat(32)).json()).rejects.toBeInstanceOf(NotFound)
    const few = dailyLocation('2016-01-03', {
      event_types: ['topups'],
      hours: { start_hour: 3, end_hour: 4 },
    })
    const handle = await client.run(uniqueSubscriberCounts({ subscriber_subset: few }))
    await expect(handle.wait()).rejects.toBeInstanceOf(QueryFailed)
  })
})

describe('the command', () => {
  const env = { FLOWAPI_URL: url, FLOWAPI_TOKEN: inject('token') }
  let folder: string
  let specFile: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flowclient-'))
    specFile = join(folder, 'spec.json')
    await writeFile(specFile, JSON.stringify(residents))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const flowclient = (...args: string[]) =>
    runCommand(process.execPath, [programFile('flowclient'), ...args], env)

  test('prints a result in the format that is asked for', async () => {
    const id = await complete(api, residents)
    expect(await flowclient('run', specFile, '--format', 'csv')).toBe(
      await (await api.get(id, '.csv')).text(),
    )
    const json = await flowclient('run', specFile, '--format', 'json')
    expect(JSON.parse(json)).toEqual(await bodyOf(await api.get(id), 200))
    const map = await flowclient('run', specFile, '--format', 'geojson')
    expect(JSON.parse(map)).toEqual(await bodyOf(await api.get(id, '.geojson'), 200))
    const table = await flowclient('run', specFile, '--format', 'table')
    for (const row of await rowsOf(api, residents)) {
      expect(table).toContain(String(row.pcod))
      expect(table).toContain(String(row.value))
    }
  })

  test('prints dates, shapes and what a token is, but not the token', async () => {
    expect(await flowclient('dates')).toContain('2016-01-07')
    expect(JSON.parse(await flowclient('geography', 'admin1'))).toMatchObject({ type: 'FeatureCollection' })
    const described = await flowclient('token')
    expect(described).toContain('tester')
    expect(described).not.toContain(env.FLOWAPI_TOKEN.split('.')[2])
  })

  test('fails in one line that says what is wrong', async () => {
    await writeFile(specFile, JSON.stringify({ query_kind: 'horoscope' }))
    await expect(flowclient('run', specFile)).rejects.toThrow('query_kind')
  })
})
