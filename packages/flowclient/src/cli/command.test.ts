import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { COMMAND, type CommandOptions, flowclient } from '../testing/command.ts'
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

const SCOPES = ['run', 'get_result', 'get_available_dates', 'get_qa_checks', 'admin3:geography:geography']
const COUNTING = 'admin3:unique_subscriber_counts:unique_subscriber_counts'
const TOKEN = tokenOf({ sub: 'jo' }, { analyst: [...SCOPES, COUNTING] })
const RUN = 'POST /api/0/run'
const POLL = 'GET /api/0/poll/an-id'
const GET = 'GET /api/0/get/an-id'
const CANCEL = 'DELETE /api/0/poll/an-id'
const QUERY = {
  query_kind: 'unique_subscriber_counts',
  start_date: '2016-01-01',
  end_date: '2016-01-08',
  aggregation_unit: 'admin3',
}
const RESULT = JSON.stringify({
  query_id: 'an-id',
  query_result: [
    { pcod: 'XA.1', value: 1017 },
    { pcod: null, value: 16 },
  ],
})
const CSV = 'pcod,value\r\nXA.1,1017\r\n'
const DONE = { [RUN]: accepted('an-id'), [POLL]: completed('an-id') }

let folder: string
let specFile: string
let server: ScriptedFlowApi
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowclient-'))
  specFile = join(folder, 'spec.json')
  await writeFile(specFile, JSON.stringify(QUERY))
})
afterEach(async () => {
  await server?.close()
  await rm(folder, { recursive: true })
})

/** Runs the command against a server that answers by a script. */
async function against(script: Script, args: readonly string[], options: CommandOptions = {}) {
  server = await startScriptedFlowApi(script)
  return flowclient(args, { env: { FLOWAPI_URL: server.url, FLOWAPI_TOKEN: TOKEN }, ...options })
}

describe('flowclient run', () => {
  test('sends the query in the file, and shows the result as a table', async () => {
    const script = {
      ...DONE,
      [POLL]: [underWay('queued'), completed('an-id')],
      [GET]: { status: 200, body: RESULT },
    }
    const { code, stdout, stderr } = await against(script, ['run', specFile])
    expect(stdout).toBe(
      [
        '┌──────┬───────┐',
        '│ pcod │ value │',
        '├──────┼───────┤',
        '│ XA.1 │  1017 │',
        '│      │    16 │',
        '└──────┴───────┘',
        '',
      ].join('\n'),
    )
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(QUERY)
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`)
  })

  test('takes the query from standard input', async () => {
    const script = { ...DONE, [GET]: { status: 200, body: RESULT } }
    const { code } = await against(script, ['run', '-', '--format', 'json'], { stdin: JSON.stringify(QUERY) })
    expect(code).toBe(0)
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(QUERY)
  })

  test.each([
    ['json', '', RESULT],
    ['csv', '.csv', CSV],
    ['geojson', '.geojson', '{"type":"FeatureCollection","features":[]}'],
  ])('gives the result as %s, byte for byte', async (format, suffix, body) => {
    const script = { ...DONE, [`${GET}${suffix}`]: { status: 200, body } }
    const { code, stdout } = await against(script, ['run', specFile, '--format', format])
    expect(stdout).toBe(body)
    expect(code).toBe(0)
  })

  test('writes to a file in the format that its name ends with', async () => {
    const output = join(folder, 'result.csv')
    const script = { ...DONE, [`${GET}.csv`]: { status: 200, body: CSV } }
    const { code, stdout } = await against(script, ['run', specFile, '--output', output])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(await readFile(output, 'utf8')).toBe(CSV)
  })

  test('leaves a file as it was when the connection breaks', async () => {
    const output = join(folder, 'result.csv')
    await writeFile(output, 'older result')
    const script = { ...DONE, [`${GET}.csv`]: { status: 200, body: CSV, breaksOff: true } }
    const { code, stderr } = await against(script, ['run', specFile, '--output', output])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^flowclient: The connection to FlowAPI broke before the answer was complete.*\n$/)
    expect(await readFile(output, 'utf8')).toBe('older result')
    expect(await readdir(folder)).toEqual(['result.csv', 'spec.json'])
  })

  test('says so when the result has no rows', async () => {
    const script = { ...DONE, [GET]: { status: 200, body: '{"query_id":"an-id","query_result":[]}' } }
    const { code, stdout, stderr } = await against(script, ['run', specFile])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toBe('The result has no rows: nothing was counted, or too few to be told.\n')
  })

  test('lists what is wrong with the query', async () => {
    const validation_error_messages = { end_date: ['Must be after start_date.'], colour: ['Unknown field.'] }
    const { code, stdout, stderr } = await against(
      { [RUN]: json(400, { status: 'Error', msg: 'Bad.', payload: { validation_error_messages } }) },
      ['run', specFile],
    )
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
    expect(stderr).toBe(
      'flowclient: FlowAPI refused the query:\n  end_date: Must be after start_date.\n  colour: Unknown field.\n',
    )
  })

  test('names missing scopes', async () => {
    const payload = { missing_scopes: ['admin3:flows:flows'] }
    const { code, stderr } = await against({ [RUN]: json(403, { msg: 'No.', payload }) }, ['run', specFile])
    expect(code).toBe(4)
    expect(stderr).toContain('admin3:flows:flows')
  })

  test('says why a query failed', async () => {
    const script = {
      [RUN]: accepted('an-id'),
      [POLL]: json(500, { status: 'errored', msg: 'The disk is full.' }),
    }
    const { code, stderr } = await against(script, ['run', specFile])
    expect({ code, stderr }).toEqual({
      code: 6,
      stderr: 'flowclient: The query has no result: The disk is full.\n',
    })
  })

  test('stops at Ctrl-C, leaves no file behind, and tells where the result is', async () => {
    const script = {
      ...DONE,
      [CANCEL]: json(200, { status: 'completed', msg: '' }),
      [`${GET}.csv`]: { status: 200, body: CSV, hangs: true },
    }
    const { code, stderr } = await against(
      script,
      ['run', specFile, '--output', join(folder, 'result.csv')],
      {
        started: async child => {
          await expect.poll(() => server.received.map(({ route }) => route)).toContain(`${GET}.csv`)
          child.kill('SIGINT')
        },
      },
    )
    expect(code).toBe(130)
    expect(stderr).toBe('The result stays stored. The same command finds it again.\nflowclient: Stopped.\n')
    expect(await readdir(folder)).toEqual(['spec.json'])
  })

  test.each([
    [json(200, { status: 'cancelled', msg: '' }), 'The query was cancelled.'],
    [json(200, { status: 'executing', msg: '…' }), 'The query goes on, since others wait for it too.'],
    [json(503, { msg: 'Away.' }), 'FlowAPI could not be told to cancel the query.'],
  ])('cancels the query at Ctrl-C, and tells what has become of it', async (answer, words) => {
    const script = { [RUN]: accepted('an-id'), [POLL]: underWay('executing'), [CANCEL]: answer }
    const { code, stderr } = await against(script, ['run', specFile], {
      started: async child => {
        await expect.poll(() => server.received.map(({ route }) => route)).toContain(POLL)
        child.kill('SIGINT')
      },
    })
    expect({ code, stderr }).toEqual({ code: 130, stderr: `${words}\nflowclient: Stopped.\n` })
    expect(server.received.at(-1)?.route).toBe(CANCEL)
  })

  test('stops at Ctrl-C while it still waits for the query', async () => {
    const child = spawn(process.execPath, [COMMAND, 'run', '-'], { env: {}, stdio: 'pipe' })
    // More than a pipe holds: once it is all written, the command is reading.
    child.stdin.write(' '.repeat(1_000_000), () => child.kill('SIGINT'))
    expect(await once(child, 'close')).toEqual([130, null])
  })

  test('ends quietly when nobody reads on', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => `XA.${index},${index}\r\n`).join('')
    server = await startScriptedFlowApi({
      ...DONE,
      [`${GET}.csv`]: { status: 200, body: `pcod,value\r\n${rows}` },
    })
    const shell = promisify(execFile)
    const { stdout, stderr } = await shell(
      'sh',
      ['-c', '"$0" "$1" run "$2" --format csv | head -n 1', process.execPath, COMMAND, specFile],
      { env: { ...process.env, FLOWAPI_URL: server.url, FLOWAPI_TOKEN: TOKEN } },
    )
    expect({ stdout, stderr }).toEqual({ stdout: 'pcod,value\r\n', stderr: '' })
  })

  test.each<[string, string | undefined, string]>([
    ['a file that is not there', undefined, 'cannot be read: there is no such file.'],
    ['a file that is not JSON', 'query_kind: flows', 'is not JSON.'],
    ['a file without a query', '[]', 'holds no query: an object with a query_kind.'],
  ])('refuses %s', async (_, content, message) => {
    const file = join(folder, 'other.json')
    if (content !== undefined) await writeFile(file, content)
    const { code, stderr } = await against({}, ['run', file])
    expect({ code, stderr }).toEqual({ code: 2, stderr: `flowclient: ${file} ${message}\n` })
    expect(server.received).toEqual([])
  })

  test('says that it cannot write where it may not', async () => {
    const output = join(folder, 'missing', 'result.csv')
    const script = { ...DONE, [`${GET}.csv`]: { status: 200, body: CSV } }
    const { code, stderr } = await against(script, ['run', specFile, '--output', output])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `flowclient: ${output} cannot be written (ENOENT).\n`,
    })
  })
})

describe('flowclient dates', () => {
  const script = {
    'GET /api/0/available_dates': json(200, {
      available_dates: { calls: ['2016-02-28', '2016-02-29', '2016-03-01', '2016-03-03'], sms: [] },
    }),
  }

  test('shows periods without a gap', async () => {
    const { code, stdout } = await against(script, ['dates'])
    expect(stdout).toContain('│ calls  │    4 │ 2016-02-28 to 2016-03-01, 2016-03-03 │')
    expect(stdout).toContain('│ sms    │    0 │                                      │')
    expect(code).toBe(0)
  })

  test('gives them as JSON', async () => {
    const { stdout } = await against(script, ['dates', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      calls: ['2016-02-28', '2016-02-29', '2016-03-01', '2016-03-03'],
      sms: [],
    })
  })
})

describe('flowclient geography', () => {
  const map = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: null, properties: {} }] }
  const script = { 'GET /api/0/geography/admin3': json(200, map) }

  test('gives the places of a unit as GeoJSON', async () => {
    const { code, stdout } = await against(script, ['geography', 'admin3'])
    expect(JSON.parse(stdout)).toEqual(map)
    expect(code).toBe(0)
  })

  test('writes them to a file', async () => {
    const output = join(folder, 'districts.geojson')
    await against(script, ['geography', 'admin3', '--output', output])
    expect(JSON.parse(await readFile(output, 'utf8'))).toEqual(map)
  })

  test('knows which units there are', async () => {
    const { code, stderr } = await against(script, ['geography', 'village'])
    expect(code).toBe(2)
    expect(stderr).toContain(
      'admin0, admin1, admin2, admin3, lon-lat, cell, site, grid:1, grid:5, grid:10, grid:50',
    )
  })
})

describe('flowclient token', () => {
  const inTwoHours = Math.floor(Date.now() / 1000) + 2 * 3600 + 60
  const token = tokenOf(
    { sub: 'jo', aud: 'flowapi.example.org', exp: inTwoHours },
    { analyst: ['run', 'get_result'], guest: ['get_available_dates'] },
  )

  test('shows what the token says, and not the token', async () => {
    const { code, stdout } = await flowclient(['token'], { env: { FLOWAPI_TOKEN: token } })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Given to {2}jo$/m)
    expect(stdout).toMatch(/^For {7}flowapi\.example\.org$/m)
    expect(stdout).toMatch(/^Until {5}\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC, in 2 hours$/m)
    expect(stdout).toContain('Role analyst\n  get_result\n  run\n')
    expect(stdout).toContain('Role guest\n  get_available_dates\n')
    for (const part of token.split('.')) expect(stdout).not.toContain(part)
  })

  test('takes it from a file before the environment', async () => {
    const file = join(folder, 'token')
    await writeFile(file, `${token}\n`)
    const { stdout } = await flowclient(['--token-file', file, 'token'], { env: { FLOWAPI_TOKEN: TOKEN } })
    expect(stdout).toContain('flowapi.example.org')
  })

  test('takes it from the command line before the environment', async () => {
    const { stdout } = await flowclient(['token', '--token', token], { env: { FLOWAPI_TOKEN: TOKEN } })
    expect(stdout).toContain('flowapi.example.org')
  })

  test('refuses two of them', async () => {
    const { code, stderr } = await flowclient(['token', '--token', token, '--token-file', specFile])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'flowclient: Give --token or --token-file, not both.\n',
    })
  })

  test('says when it is none, without repeating it', async () => {
    const { code, stdout, stderr } = await flowclient(['token'], { env: { FLOWAPI_TOKEN: 'secret.thing' } })
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
    expect(stderr).not.toContain('secret')
  })
})

describe('every command', () => {
  test('asks for the address that it misses', async () => {
    const { code, stderr } = await flowclient(['dates'], { env: { FLOWAPI_TOKEN: TOKEN } })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'flowclient: Where is FlowAPI? Say it with --url, in FLOWAPI_URL, or by a profile.\n',
    })
  })

  test('asks for the token that it misses', async () => {
    const { code, stderr } = await flowclient(['dates', '--url', 'http://127.0.0.1:1'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'flowclient: A token is needed. Put it in FLOWAPI_TOKEN, say --token-file, or use a profile.\n',
    })
  })

  test('says in one line that FlowAPI cannot be reached', async () => {
    server = await startScriptedFlowApi({})
    await server.close()
    const { code, stderr } = await flowclient(['dates', '--url', server.url, '--token', TOKEN])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^flowclient: FlowAPI cannot be reached at .*ECONNREFUSED.*\n$/)
  })

  test('explains itself', async () => {
    const { code, stdout, stderr } = await flowclient(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const word of ['run', 'dates', 'geography', 'token', 'FLOWAPI_URL', 'FLOWAPI_TOKEN', 'Exit codes'])
      expect(stdout).toContain(word)
  })

  test('tells its version', async () => {
    const { stdout } = await flowclient(['--version'])
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test.each([[['fly']], [['run']], [['dates', '--colour']], [[]]])('refuses the arguments %j', async args => {
    const { code, stdout, stderr } = await flowclient(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toBe('')
  })
})
