import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { flowclient } from '../testing/command.ts'
import {
  accepted,
  completed,
  json,
  type Script,
  type ScriptedFlowApi,
  startScriptedFlowApi,
  underWay,
} from '../testing/scripted-flowapi.ts'
import { tokenOf } from '../testing/tokens.ts'

const SCOPES = ['run', 'get_result', 'get_qa_checks', 'admin3:geography:geography']
const TOKEN = tokenOf({ sub: 'jo' }, { analyst: SCOPES })
const RUN = 'POST /api/0/run'
const POLL = 'GET /api/0/poll/an-id'
const GET = 'GET /api/0/get/an-id'
const CSV = 'pcod,value\r\nXA.1,1017\r\n'

let folder: string
let specFile: string
let server: ScriptedFlowApi
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowclient-'))
  specFile = join(folder, 'spec.json')
  await writeFile(specFile, '{"query_kind":"geography","aggregation_unit":"admin3"}')
})
afterEach(async () => {
  await server?.close()
  await rm(folder, { recursive: true })
})

/** Runs the command against a server that answers by a script. */
async function against(script: Script, args: readonly string[]) {
  server = await startScriptedFlowApi(script)
  return flowclient(args, { env: { FLOWAPI_URL: server.url, FLOWAPI_TOKEN: TOKEN } })
}

describe('a query in steps', () => {
  test('submit shows the id without waiting', async () => {
    const { code, stdout } = await against({ [RUN]: accepted('an-id') }, ['submit', specFile])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'an-id\n' })
    expect(server.received).toHaveLength(1)
  })

  test('status shows one word', async () => {
    const { code, stdout } = await against({ [POLL]: underWay('executing') }, ['status', 'an-id'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'executing\n' })
  })

  test('get waits for the result and shows it', async () => {
    const script = {
      [POLL]: [underWay('queued'), completed('an-id')],
      [`${GET}.csv`]: { status: 200, body: CSV },
    }
    const { code, stdout } = await against(script, ['get', 'an-id', '--format', 'csv'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: CSV })
  })

  test('get writes the format that the longest ending of a file asks for', async () => {
    const output = join(folder, 'moves.arcs.csv')
    const script = { [POLL]: completed('an-id'), [`${GET}.arcs.csv`]: { status: 200, body: CSV } }
    expect((await against(script, ['get', 'an-id', '--output', output])).code).toBe(0)
    expect(await readFile(output, 'utf8')).toBe(CSV)
  })

  test('metadata shows what a result means', async () => {
    const meaning = { query_id: 'an-id', release: { threshold: 16 } }
    const script = { [POLL]: completed('an-id'), 'GET /api/0/metadata/an-id': json(200, meaning) }
    expect(JSON.parse((await against(script, ['metadata', 'an-id'])).stdout)).toEqual(meaning)
  })
})

describe('flowclient qa', () => {
  const checks = [{ cdr_type: 'calls', type_of_query_or_check: 'count_added_rows' }]

  test('lists the checks', async () => {
    const { stdout } = await against({ 'GET /api/0/qa/': json(200, checks) }, ['qa', '--json'])
    expect(JSON.parse(stdout)).toEqual([{ events: 'calls', check: 'count_added_rows' }])
  })

  test('shows what a check said of a day, where no last day is given', async () => {
    const outcomes = [{ cdr_date: '2016-01-01', outcome: '1254', type_of_query_or_check: 'count_added_rows' }]
    const script = {
      'GET /api/0/qa/calls/count_added_rows?start_date=2016-01-01&end_date=2016-01-01': json(200, outcomes),
    }
    const { code, stdout } = await against(script, ['qa', 'calls', 'count_added_rows', '2016-01-01'])
    expect(code).toBe(0)
    expect(stdout).toContain('│ 2016-01-01 │ 1254')
  })

  test('needs to know the days', async () => {
    expect((await against({}, ['qa', 'calls', 'count_added_rows'])).code).toBe(2)
  })
})

test('a token that ends soon is remarked on, in good time', async () => {
  const exp = Math.floor(Date.now() / 1_000) + 600
  server = await startScriptedFlowApi({ [POLL]: underWay('queued') })
  const FLOWAPI_TOKEN = tokenOf({ sub: 'jo', exp }, { analyst: ['run'] })
  const { code, stderr } = await flowclient(['status', 'an-id'], {
    env: { FLOWAPI_URL: server.url, FLOWAPI_TOKEN },
  })
  expect(code).toBe(0)
  expect(stderr).toBe('The token ends in 10 minutes. Get a new one in good time.\n')
})
