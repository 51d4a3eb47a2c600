import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from './client.ts'
import { ConnectionFailed } from './errors.ts'
import { geography } from './queries/index.ts'
import {
  accepted,
  completed,
  json,
  type Script,
  type ScriptedFlowApi,
  startScriptedFlowApi,
  underWay,
} from './testing/scripted-flowapi.ts'

const TOKEN = 'aGVhZGVy.Y2xhaW1z.c2lnbmF0dXJl'
const CANCEL = 'DELETE /api/0/poll/an-id'
const POLL = 'GET /api/0/poll/an-id'
let server: ScriptedFlowApi
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowclient-'))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function handleOf(script: Script) {
  server = await startScriptedFlowApi({ 'POST /api/0/run': accepted('an-id'), ...script })
  const client = connect({ url: server.url, token: TOKEN, retries: 0 })
  return client.run(geography({ aggregation_unit: 'admin3' }))
}

const cancelled = () => server.received.filter(({ route }) => route === CANCEL).length

describe('leaving the block of a handle', () => {
  test('gives up a query that is still waited for', async () => {
    {
      await using handle = await handleOf({
        [POLL]: underWay('executing'),
        [CANCEL]: json(200, { status: 'cancelled' }),
      })
      await handle.wait({ signal: AbortSignal.timeout(20) }).catch(() => undefined)
    }
    expect(cancelled()).toBe(1)
  })

  test('leaves a query alone whose result is there', async () => {
    {
      await using handle = await handleOf({ [POLL]: completed('an-id') })
      await handle.wait()
    }
    expect(cancelled()).toBe(0)
  })

  test('gives up only once, and fails for no reason of its own', async () => {
    {
      await using handle = await handleOf({ [CANCEL]: json(200, { status: 'cancelled' }) })
      await handle.cancel()
    }
    expect(cancelled()).toBe(1)
    await server.close()
    {
      await using handle = await handleOf({ [CANCEL]: json(503, { msg: 'Busy.' }) })
      expect(handle.id).toBe('an-id')
    }
    expect(cancelled()).toBe(1)
  })
})

describe('saving to a file', () => {
  test.each([
    ['result.csv', 'csv'],
    ['result.flowmap.json', 'flowmap.json'],
    ['result.parquet', 'parquet'],
  ])('writes %s in the format of its ending', async (name, format) => {
    const body = [new Uint8Array([0, 255]), new Uint8Array([1, 2, 3])]
    const handle = await handleOf({
      [POLL]: completed('an-id'),
      [`GET /api/0/get/an-id.${format}`]: { status: 200, body },
    })
    await handle.saveTo(join(folder, name))
    expect([...(await readFile(join(folder, name)))]).toEqual([0, 255, 1, 2, 3])
    expect(await readdir(folder)).toEqual([name])
  })

  test('leaves what was there when the connection breaks', async () => {
    const file = join(folder, 'result.csv')
    await writeFile(file, 'older result')
    const handle = await handleOf({
      [POLL]: completed('an-id'),
      'GET /api/0/get/an-id.csv': { status: 200, body: ['pcod', '\r\n'], breaksOff: true },
    })
    await expect(handle.saveTo(file)).rejects.toThrow(ConnectionFailed)
    expect(await readFile(file, 'utf8')).toBe('older result')
    expect(await readdir(folder)).toEqual(['result.csv'])
  })

  test('asks for an ending that says a format, before it waits', async () => {
    const handle = await handleOf({})
    await expect(handle.saveTo('result.xls')).rejects.toThrow(
      '"result.xls" ends with no format of results: json, csv, geojson, arrow, parquet, flowmap.json, arcs.csv.',
    )
    expect(server.received).toHaveLength(1)
  })
})
