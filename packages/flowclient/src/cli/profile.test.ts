import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { flowclient } from '../testing/command.ts'
import { json, type ScriptedFlowApi, startScriptedFlowApi } from '../testing/scripted-flowapi.ts'
import { tokenOf } from '../testing/tokens.ts'

const claims = { sub: 'jo', exp: Date.parse('2100-01-01T00:00:00Z') / 1_000 }
const TOKEN = tokenOf(claims, { all: ['get_available_dates'] })
const OTHER_TOKEN = tokenOf({ ...claims, sub: 'kim' }, { all: ['get_available_dates'] })

let home: string
let server: ScriptedFlowApi
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'flowclient-home-'))
  server = await startScriptedFlowApi({ 'GET /api/0/available_dates': json(200, { available_dates: {} }) })
})
afterEach(async () => {
  await server.close()
  await rm(home, { recursive: true })
})

const file = () => join(home, '.config/flowclient/profiles.json')
const atHome = (args: string[], env: Record<string, string> = {}) =>
  flowclient(args, { env: { HOME: home, ...env } })
const add = (name: string, token = TOKEN) =>
  atHome(['profile', 'add', name, '--url', server.url], { FLOWAPI_TOKEN: token })
const bearers = () => server.received.map(({ headers }) => headers.authorization)

describe('profiles', () => {
  test('are used where nothing else is given, the first one that was added before others', async () => {
    expect((await add('ghana')).stderr).toBe('Profile ghana is kept. It is used where none is named.\n')
    expect((await add('haiti', OTHER_TOKEN)).stderr).toBe(
      'Profile haiti is kept. Where none is named, ghana is used as before.\n',
    )
    await atHome(['dates'])
    await atHome(['dates', '--profile', 'haiti'])
    await atHome(['profile', 'use', 'haiti'])
    await atHome(['dates'])
    expect(bearers()).toEqual([TOKEN, OTHER_TOKEN, OTHER_TOKEN].map(token => `Bearer ${token}`))
  })

  test('are kept where only their owner can read them', async () => {
    await add('ghana')
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    await chmod(file(), 0o644)
    expect((await atHome(['dates'])).stderr).toBe(
      `Others can read ${file()}, and the tokens in it. Forbid it by: chmod 600 ${file()}\n`,
    )
    await add('haiti')
    expect((await stat(file())).mode & 0o777).toBe(0o600)
  })

  test('are kept in XDG_CONFIG_HOME where that is set', async () => {
    const env = { XDG_CONFIG_HOME: join(home, 'settings'), FLOWAPI_TOKEN: TOKEN }
    await atHome(['profile', 'add', 'ghana', '--url', server.url], env)
    expect(await readFile(join(home, 'settings/flowclient/profiles.json'), 'utf8')).toContain('ghana')
  })

  test('are listed without their tokens', async () => {
    await add('ghana')
    await add('haiti', OTHER_TOKEN)
    const { stdout } = await atHome(['profile', 'list'])
    expect(stdout).toContain('│ *       │ ghana   │')
    expect(stdout).not.toContain(TOKEN.split('.')[1])
    const until = '2100-01-01T00:00:00.000Z'
    expect(JSON.parse((await atHome(['profile', 'list', '--json'])).stdout)).toEqual([
      { current: true, profile: 'ghana', url: server.url, user: 'jo', until },
      { current: false, profile: 'haiti', url: server.url, user: 'kim', until },
    ])
  })

  test('can be removed, and then are not there', async () => {
    await add('ghana')
    await atHome(['profile', 'remove', 'ghana'])
    expect(await readFile(file(), 'utf8')).not.toContain(TOKEN)
    expect((await atHome(['dates'])).stderr).toBe(
      'flowclient: Where is FlowAPI? Say it with --url, in FLOWAPI_URL, or by a profile.\n',
    )
    expect(await atHome(['dates', '--profile', 'ghana'])).toMatchObject({
      code: 2,
      stderr: 'flowclient: There is no profile "ghana". There are none yet: flowclient profile add.\n',
    })
  })

  test('never lend their token to another address', async () => {
    await add('ghana')
    const elsewhere = await atHome(['dates', '--url', server.url])
    expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining('A token is needed') })
    const both = await atHome(['dates', '--url', server.url, '--profile', 'ghana'])
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('give no others') })
    expect(server.received).toEqual([])
  })

  test('are refused when they are of no use', async () => {
    expect(await add('../ghana')).toMatchObject({ code: 2 })
    expect(await atHome(['profile', 'add', 'x', '--url', 'nowhere', '--token', TOKEN])).toMatchObject({
      code: 3,
    })
    expect(await add('x', 'a.b.c')).toMatchObject({ code: 4 })
    await add('ghana')
    await writeFile(file(), '{"profiles": 5}')
    expect(await atHome(['dates'])).toMatchObject({
      code: 2,
      stderr: `flowclient: ${file()} holds no profiles. Remove it, and add them again.\n`,
    })
  })
})
