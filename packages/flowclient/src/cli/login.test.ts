import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { flowclient } from '../testing/command.ts'
import { json, type Script, type ScriptedFlowApi, startScriptedFlowApi } from '../testing/scripted-flowapi.ts'
import { tokenOf } from '../testing/tokens.ts'

const NOW = Math.floor(Date.now() / 1_000)
const HOUR = 3_600
const tokenUntil = (exp: number, sub = 'jo') =>
  tokenOf({ sub, iat: NOW - 100 * HOUR, exp }, { all: ['get_available_dates'] })
const GOOD = tokenUntil(NOW + 100 * HOUR)
const ENDING = tokenUntil(NOW + HOUR / 2, 'ending')
const ENDED = tokenUntil(NOW - 1, 'ended')

const CODES = json(200, {
  device_code: 'device',
  user_code: 'WDJB-MJHT',
  verification_uri: 'http://localhost:9091/device',
  verification_uri_complete: 'http://localhost:9091/device?code=WDJB-MJHT',
  expires_in: 600,
  interval: 0.01,
})
const tokens = (access_token: string, refresh_token: string, url: string | null = null) =>
  json(200, { access_token, refresh_token, token_type: 'Bearer', server: { name: 'TEST_SERVER', url } })
const refusal = (error: string, error_description?: string) => json(400, { error, error_description })
const DATES = { 'GET /api/0/available_dates': json(200, { available_dates: {} }) }

let home: string
let server: ScriptedFlowApi | undefined
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'flowclient-home-'))
})
afterEach(async () => {
  await server?.close()
  server = undefined
  await rm(home, { recursive: true })
})

const atHome = (...args: string[]) => flowclient(args, { env: { HOME: home } })
const file = () => join(home, '.config/flowclient/profiles.json')
const kept = async () => JSON.parse(await readFile(file(), 'utf8'))
const sent = (route: string) =>
  (server?.received ?? []).filter(each => each.route === `POST /api/device/${route}`)

/** Starts a FlowAuth and FlowAPI in one, which give these answers, and logs in. */
async function loggedIn(first: string, script: Script = {}) {
  const { 'POST /api/device/token': later = [], ...others } = script
  server = await startScriptedFlowApi({
    ...DATES,
    'POST /api/device/authorization': CODES,
    'POST /api/device/token': [refusal('authorization_pending'), tokens(first, 'one'), later].flat(),
    'POST /api/device/revocation': json(200, {}),
    ...others,
  })
  return atHome('login', server.url, '--url', server.url)
}

describe('a login', () => {
  test('shows a code and a page, and keeps a profile that only its owner can read', async () => {
    const { code, stdout, stderr } = await loggedIn(GOOD)
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toContain('with the code WDJB-MJHT')
    expect(stderr).toContain('    http://localhost:9091/device?code=WDJB-MJHT\n')
    expect(stderr).toContain('You are logged in: profile TEST_SERVER')
    expect(stderr).not.toContain(GOOD)
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect((await kept()).profiles.TEST_SERVER.flowauth).toEqual({ url: server?.url, refreshToken: 'one' })
    expect(Object.fromEntries(new URLSearchParams(sent('authorization')[0]?.body))).toEqual({
      client_id: expect.stringMatching(/^flowclient \d+\.\d+\.\d+$/),
    })
    await atHome('dates')
    expect(server?.received.at(-1)?.headers.authorization).toBe(`Bearer ${GOOD}`)
  })

  test('that is refused keeps nothing, and says so', async () => {
    await loggedIn(GOOD)
    await server?.close()
    server = await startScriptedFlowApi({
      'POST /api/device/authorization': CODES,
      'POST /api/device/token': refusal('access_denied'),
    })
    expect(await atHome('login', server.url, '--profile', 'other')).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/flowclient: The login was refused\.\n$/),
    })
    expect(Object.keys((await kept()).profiles)).toEqual(['TEST_SERVER'])
  })

  test('is given up when nobody could use it: where FlowAPI is, is not known', async () => {
    server = await startScriptedFlowApi({
      'POST /api/device/authorization': CODES,
      'POST /api/device/token': tokens(GOOD, 'one'),
      'POST /api/device/revocation': json(200, {}),
    })
    const { code, stderr } = await atHome('login', server.url)
    expect([code, stderr]).toEqual([2, expect.stringContaining('say --url')])
    expect(sent('revocation')[0]?.body).toBe('token=one')
  })

  test('goes to a FlowAuth, by HTTPS or on this machine', async () => {
    server = await startScriptedFlowApi({})
    expect((await atHome('login', server.url)).stderr).toContain('There is no FlowAuth at')
    expect((await atHome('login', 'http://example.org')).stderr).toContain('https:// only')
    expect((await atHome('login', 'nowhere')).code).toBe(2)
    expect((await atHome('login', 'http://127.0.0.1:9')).code).toBe(3)
  })
})

describe('a token of a login', () => {
  test('is renewed when it ends soon, once, however many commands need it', async () => {
    await loggedIn(ENDING, {
      'POST /api/device/token': [tokens(GOOD, 'two'), refusal('invalid_grant')],
    })
    const ended = await Promise.all([atHome('dates'), atHome('dates'), atHome('dates')])
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(Array(3).fill([0, '']))
    expect(
      sent('token')
        .slice(2)
        .map(({ body }) => body),
    ).toEqual(['grant_type=refresh_token&refresh_token=one'])
    expect((await kept()).profiles.TEST_SERVER).toMatchObject({
      token: GOOD,
      flowauth: { refreshToken: 'two' },
    })
  })

  test('is used as long as it lasts when it cannot be renewed, and not after', async () => {
    const no = refusal('invalid_grant', 'You do not have this role.')
    await loggedIn(ENDING, { 'POST /api/device/token': no })
    const before = await atHome('dates')
    expect(before.code).toBe(0)
    expect(before.stderr).toContain('The token could not be renewed')
    expect(before.stderr).toContain('You do not have this role.')
    await server?.close()
    await loggedIn(ENDED, { 'POST /api/device/token': no })
    const after = await atHome('dates')
    expect([after.code, after.stderr]).toEqual([
      4,
      expect.stringContaining(`flowclient login ${server?.url}`),
    ])
  })
})

describe('a logout', () => {
  test('gives up at FlowAuth what was let do, and forgets the profile', async () => {
    await loggedIn(GOOD)
    expect((await atHome('logout')).code).toBe(0)
    expect(sent('revocation').map(({ body }) => body)).toEqual(['token=one'])
    expect((await kept()).profiles).toEqual({})
    expect((await atHome('logout')).code).toBe(2)
  })

  test('keeps the profile while FlowAuth has not confirmed it', async () => {
    await loggedIn(GOOD, { 'POST /api/device/revocation': json(503, {}) })
    expect((await atHome('logout')).code).toBe(3)
    expect(Object.keys((await kept()).profiles)).toEqual(['TEST_SERVER'])
  })
})
