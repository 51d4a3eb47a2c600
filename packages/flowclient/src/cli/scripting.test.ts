import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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
} from '../testing/scripted-flowapi.ts'
import { tokenOf } from '../testing/tokens.ts'

const TOKEN = tokenOf({ sub: 'jo' }, { analyst: ['run', 'get_result', 'admin3:geography:geography'] })
const RESULT = '{"query_id":"an-id","query_result":[{"pcod":"XA.1"}]}'
const DONE = {
  'POST /api/0/run': accepted('an-id'),
  'GET /api/0/poll/an-id': completed('an-id'),
  'GET /api/0/get/an-id': { status: 200, body: RESULT },
}
let folder: string
let spec: string
let server: ScriptedFlowApi
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowclient-'))
  spec = join(folder, 'spec.json')
  await writeFile(spec, '{"query_kind":"geography","aggregation_unit":"admin3"}')
})
afterEach(async () => {
  await server?.close()
  await rm(folder, { recursive: true })
})

async function against(script: Script, args: readonly string[]) {
  server = await startScriptedFlowApi(script)
  return flowclient(args, { env: { FLOWAPI_URL: server.url, FLOWAPI_TOKEN: TOKEN } })
}

describe('with --json', () => {
  test('every answer is JSON', async () => {
    expect((await against(DONE, ['--json', 'run', spec])).stdout).toBe(RESULT)
    await server.close()
    expect(JSON.parse((await against(DONE, ['submit', spec, '--json'])).stdout)).toEqual({
      query_id: 'an-id',
    })
    await server.close()
    expect(JSON.parse((await against(DONE, ['status', 'an-id', '--json'])).stdout)).toEqual({
      query_id: 'an-id',
      status: 'completed',
    })
    await server.close()
    expect(JSON.parse((await against({}, ['token', '--json'])).stdout)).toMatchObject({ subject: 'jo' })
  })

  test.each<[string, Script, string[], number, object]>([
    [
      'a refusal',
      {
        'POST /api/0/run': json(
          400,
          { msg: 'Bad.', payload: { validation_error_messages: { colour: ['Unknown field.'] } } },
          { 'X-Request-ID': 'r-1' },
        ),
      },
      ['run', 'SPEC'],
      5,
      {
        name: 'QueryInvalid',
        status: 400,
        request_id: 'r-1',
        problems: [{ field: 'colour', message: 'Unknown field.' }],
      },
    ],
    ['a scope that is missing', {}, ['dates'], 4, { missing_scopes: ['get_available_dates'] }],
    ['a file that is missing', {}, ['run', '/none.json'], 2, { name: 'UsageError' }],
    ['arguments that there are not', {}, ['dates', '--colour'], 2, { message: "unknown option '--colour'" }],
    ['two wishes that contradict', DONE, ['run', 'SPEC', '--format', 'csv'], 2, { name: 'UsageError' }],
  ])('%s is one line of JSON on stderr', async (_, script, args, code, error) => {
    const given = args.map(arg => (arg === 'SPEC' ? spec : arg))
    const ended = await against(script, [...given, '--json'])
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(ended.stderr.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(ended.stderr).error).toMatchObject({ ...error, exit_code: code })
  })
})

describe('completion', () => {
  /** What bash offers behind some words, the last of which has begun. */
  async function offered(...words: string[]): Promise<string[]> {
    const { stdout } = await flowclient(['completion', 'bash'])
    const ask = `COMP_WORDS=(flowclient "$@"); COMP_CWORD=$#; _flowclient; printf '%s\\n' "\${COMPREPLY[@]}"`
    const output = execFileSync('bash', ['-c', `${stdout}\n${ask}`, 'bash', ...words], { encoding: 'utf8' })
    return output.trim().split('\n')
  }

  test('in bash knows commands, options and their values', async () => {
    expect(await offered('s')).toEqual(['submit', 'status'])
    expect(await offered('profile', '')).toEqual(
      expect.arrayContaining(['add', 'list', 'use', 'remove', '--json']),
    )
    expect(await offered('geography', 'adm')).toEqual(['admin0', 'admin1', 'admin2', 'admin3'])
    expect(await offered('run', 'query.json', '--format', 'a')).toEqual(['arrow', 'arcs.csv'])
    expect(await offered('--profile', 'x', 'run', '--out')).toEqual(['--output'])
  })

  test('leaves the names of files to the shell', async () => {
    expect(await offered('run', 'query.j')).toEqual([''])
    expect(await offered('run', '--output', 'x')).toEqual([''])
  })

  test('is there for zsh and fish', async () => {
    const zsh = await flowclient(['completion', 'zsh'])
    expect(zsh.stdout).toMatch(/^#compdef flowclient\nautoload -U \+X bashcompinit/)
    const fish = await flowclient(['completion', 'fish'])
    expect(fish.stdout).toContain(
      "complete -c flowclient -n '__fish_seen_subcommand_from run' -l format -x -a 'table json csv",
    )
    expect(fish.stdout).toContain("-n '__fish_seen_subcommand_from profile' -f -a use")
    expect((await flowclient(['completion', 'tcsh'])).code).toBe(2)
  })
})
