import { describe, expect, test } from 'vitest'
import type { MySession } from '../api/session.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'

const flowauth = useFlowAuth()
const OTHER_PASSWORD = 'mosaic.Thunder.58.velvet.Oxbow'

describe('signing in', () => {
  test('keeps the tokens in cookies that no script can read and no other site makes use of', async () => {
    await flowauth.addUser('ana')
    const browser = flowauth.browser()
    const answer = await browser.post('/api/session', { username: 'Ana', password: GOOD_PASSWORD })
    expect(answer.body).toEqual({
      user: { id: expect.any(String), username: 'ana', is_admin: false },
      must_change_password: false,
      has_password: true,
      must_set_up_second_factor: false,
    })
    const cookies = answer.headers.getSetCookie()
    expect(cookies).toHaveLength(3)
    for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
    expect(cookies[0]).toMatch(/^flowauth-access=.*; Max-Age=900; Path=\/;/)
    expect(cookies[1]).toMatch(/^flowauth-refresh=.*; Max-Age=2592000; Path=\/api\/session;/)
    expect(JSON.stringify(flowauth.logLines)).not.toContain(GOOD_PASSWORD)
  })

  test('gives one and the same answer for a wrong password, an unknown name and a suspended user', async () => {
    const id = await flowauth.addUser('suspended')
    await flowauth.addUser('bo')
    await flowauth.pool.query('UPDATE users SET suspended_at = now() WHERE id = $1', [id])
    const attempts = [
      { username: 'bo', password: 'wrong' },
      { username: 'nobody', password: GOOD_PASSWORD },
      { username: 'suspended', password: GOOD_PASSWORD },
    ]
    for (const attempt of attempts) {
      const { status, body } = await flowauth.browser().post('/api/session', attempt)
      expect({ status, body }).toEqual({
        status: 401,
        body: { code: 'credentials_wrong', msg: 'The name or the password is wrong.' },
      })
    }
  })

  test('ends the session that the browser had before', async () => {
    await flowauth.addUser('cy')
    const browser = await flowauth.signIn('cy')
    const before = flowauth.browser()
    before.setCookie('flowauth-access', browser.cookie('flowauth-access') ?? '')
    expect((await before.get('/api/session')).status).toBe(200)
    await browser.post('/api/session', { username: 'cy', password: GOOD_PASSWORD })
    expect((await before.get('/api/session')).status).toBe(401)
  })

  test('waits after five failures of an account, known or not, whatever the address', async () => {
    await flowauth.addUser('dan')
    for (const username of ['dan', 'unheard-of']) {
      const attempt = (number: number) =>
        flowauth
          .browser()
          .send(
            'POST',
            '/api/session',
            { username, password: 'guess' },
            { 'x-forwarded-for': `10.0.0.${number}` },
          )
      const statuses = []
      for (let number = 1; number <= 6; number += 1) statuses.push((await attempt(number)).status)
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
      const blocked = await flowauth.browser().post('/api/session', { username, password: GOOD_PASSWORD })
      expect(blocked.body).toMatchObject({
        code: 'too_many_attempts',
        payload: { retry_after_seconds: expect.any(Number) },
      })
      expect(blocked.headers.get('retry-after')).toMatch(/^[1-5]$/)
    }
  })

  test('keeps nobody waiting for what strangers do, in a browser in which they have signed in before', async () => {
    await flowauth.addUser('familiar')
    await flowauth.addUser('stranger')
    const own = await flowauth.signIn('familiar')
    const another = await flowauth.signIn('stranger')
    const stranger = () =>
      flowauth.browser().post('/api/session', { username: 'familiar', password: 'guess' })
    for (let guess = 0; guess < 6; guess += 1) await stranger()
    expect((await stranger()).status).toBe(429)
    const signIn = (browser: TestBrowser, password: string) =>
      browser.post('/api/session', { username: 'familiar', password })
    expect((await signIn(another, GOOD_PASSWORD)).status).toBe(429)
    await own.send('DELETE', '/api/session')
    expect((await signIn(own, GOOD_PASSWORD)).status).toBe(200)

    const again = await own.post('/api/session/reauthentication', { password: GOOD_PASSWORD })
    expect(again.status).toBe(200)
    const guesses = []
    for (let guess = 0; guess < 6; guess += 1) guesses.push((await signIn(own, 'guess')).status)
    expect(guesses).toEqual([401, 401, 401, 401, 401, 429])
  })

  test('knows a browser by a cookie that scripts cannot read, cannot be made up and holds no name', async () => {
    await flowauth.addUser('remembered')
    const { headers } = await flowauth
      .browser()
      .post('/api/session', { username: 'remembered', password: GOOD_PASSWORD })
    const cookie = headers.getSetCookie().find(line => line.startsWith('flowauth-device=')) ?? ''
    expect(cookie).toMatch(
      /^flowauth-device=[\w-]{22}\.\d{10}\.[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    const [value = ''] = cookie.split(';')
    const [nonce, until, signature = ''] = value.split('.')
    const forged = [
      [nonce, Number(until) + 1, signature].join('.'),
      [nonce, until, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.'),
      'flowauth-device=nonsense',
    ]
    for (let guess = 0; guess < 6; guess += 1)
      await flowauth.browser().post('/api/session', { username: 'remembered', password: 'guess' })
    const tryWith = (sent: string) =>
      flowauth
        .browser()
        .send('POST', '/api/session', { username: 'remembered', password: GOOD_PASSWORD }, { cookie: sent })
    for (const each of forged) expect((await tryWith(each)).status, each).toBe(429)
    expect((await tryWith(value)).status).toBe(200)
  })

  test('counts attempts that come at the same moment', async () => {
    await flowauth.addUser('eve')
    const attempts = await Promise.all(
      Array.from({ length: 12 }, () =>
        flowauth.browser().post('/api/session', { username: 'eve', password: 'guess' }),
      ),
    )
    expect(attempts.filter(({ status }) => status === 401)).toHaveLength(5)
  })

  test('waits after thirty failures of an address, whatever the accounts', async () => {
    const attempt = (username: string) =>
      flowauth
        .browser()
        .send('POST', '/api/session', { username, password: 'x' }, { 'x-forwarded-for': '10.9.9.9' })
    const attempts = await Promise.all(Array.from({ length: 40 }, (_, number) => attempt(`user-${number}`)))
    expect(attempts.filter(({ status }) => status === 401)).toHaveLength(30)
  })
})

describe('a session', () => {
  test('is continued by its refresh token once; used twice, the token ends it', async () => {
    await flowauth.addUser('fay')
    const browser = await flowauth.signIn('fay')
    const stolen = browser.cookie('flowauth-refresh') ?? ''
    await flowauth.refresh(browser)
    expect((await browser.get('/api/session')).status).toBe(200)

    const thief = flowauth.browser()
    thief.setCookie('flowauth-refresh', stolen)
    expect((await thief.post('/api/session/refresh')).body.code).toBe('session_ended')
    expect((await browser.get('/api/session')).status).toBe(401)
    expect((await browser.post('/api/session/refresh')).body.code).toBe('session_ended')
  })

  test.each([
    [
      'after thirty days without its user',
      "UPDATE refresh_tokens SET expires_at = expires_at - interval '30 days'",
    ],
    ['ninety days after signing in', "UPDATE sessions SET started_at = started_at - interval '90 days'"],
  ])('ends %s', async (_when, passing) => {
    const name = `gus${passing.length}`
    await flowauth.addUser(name)
    const browser = await flowauth.signIn(name)
    await flowauth.refresh(browser)
    await flowauth.pool.query(passing)
    expect((await browser.post('/api/session/refresh')).body.code).toBe('session_ended')
  })

  test('is not found by trying: an address that sends many tokens that are none has to wait', async () => {
    const guess = () =>
      flowauth.browser().send('POST', '/api/session/refresh', undefined, {
        cookie: `flowauth-refresh=${crypto.randomUUID()}`,
        'x-forwarded-for': '10.77.7.7',
      })
    const statuses = []
    for (let count = 0; count < 31; count += 1) statuses.push((await guess()).status)
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(401))
    expect(statuses[30]).toBe(429)
    const without = () =>
      flowauth.browser().send('POST', '/api/session/refresh', undefined, { 'x-forwarded-for': '10.77.7.7' })
    expect((await without()).status).toBe(401)
  })

  test('ends when its user signs out', async () => {
    await flowauth.addUser('gil')
    const browser = await flowauth.signIn('gil')
    const copy = flowauth.browser()
    copy.setCookie('flowauth-access', browser.cookie('flowauth-access') ?? '')
    expect((await browser.send('DELETE', '/api/session')).status).toBe(204)
    expect(browser.cookiesFor('/api/session')).toMatch(/^flowauth-device=[^;]+$/)
    expect((await copy.get('/api/session')).status).toBe(401)
  })

  test('is not taken from tokens that FlowAuth did not make for it', async () => {
    await flowauth.addUser('hal')
    const signedIn = await flowauth.signIn('hal')
    const [header, , signature] = (signedIn.cookie('flowauth-access') ?? '').split('.')
    const claims = Buffer.from(JSON.stringify({ sub: 'x', aud: 'flowauth' })).toString('base64url')
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    for (const token of [`${header}.${claims}.${signature}`, `${unsigned}.${claims}.`, 'nonsense']) {
      const browser = flowauth.browser()
      browser.setCookie('flowauth-access', token)
      expect((await browser.get('/api/session')).body.code).toBe('not_signed_in')
    }
  })
})

describe('where one is signed in', () => {
  test('is listed, this browser first, and ended one by one with a password that was just given', async () => {
    await flowauth.addUser('hugo')
    const old = await flowauth.signIn('hugo')
    const browser = flowauth.browser()
    const credentials = { username: 'hugo', password: GOOD_PASSWORD }
    const from = { 'x-forwarded-for': '192.0.2.9', 'user-agent': 'A browser' }
    await browser.send('POST', '/api/session', credentials, from)
    const { body } = await browser.get<MySession[]>('/api/account/sessions')
    expect(body).toHaveLength(2)
    expect(body[0]).toMatchObject({ is_current: true, address: '192.0.2.9', user_agent: 'A browser' })
    const address = `/api/account/sessions/${body[1]?.id}`

    await flowauth.addUser('iris')
    const stranger = await flowauth.signIn('iris')
    expect((await stranger.send('DELETE', address)).body.code).toBe('session_unknown')
    expect((await browser.send('DELETE', address)).status).toBe(204)
    expect((await old.get('/api/session')).status).toBe(401)
    await flowauth.refresh(browser)
    expect((await browser.send('DELETE', address)).body.code).toBe('reauthentication_needed')
  })
})

describe('a change of password', () => {
  test('needs a password that was just given, which a refresh is not and a re-authentication is', async () => {
    await flowauth.addUser('ida')
    const browser = await flowauth.signIn('ida')
    await flowauth.refresh(browser)
    const change = { current_password: GOOD_PASSWORD, new_password: OTHER_PASSWORD }
    expect((await browser.send('PUT', '/api/account/password', change)).body.code).toBe(
      'reauthentication_needed',
    )
    const wrong = await browser.post('/api/session/reauthentication', { password: 'guess' })
    expect(wrong.body.code).toBe('password_wrong')

    const refreshToken = browser.cookie('flowauth-refresh')
    const again = await browser.post('/api/session/reauthentication', { password: GOOD_PASSWORD })
    expect(again.status).toBe(200)
    expect(browser.cookie('flowauth-refresh')).toBe(refreshToken)

    const elsewhere = await flowauth.signIn('ida')
    expect((await browser.send('PUT', '/api/account/password', change)).status).toBe(200)
    expect((await browser.get('/api/session')).status).toBe(200)
    expect((await elsewhere.get('/api/session')).status).toBe(401)
    await flowauth.signIn('ida', OTHER_PASSWORD)
  })

  test('needs the current password, and a new one that is neither the same nor easy to guess', async () => {
    await flowauth.addUser('jo.weaver')
    const browser = await flowauth.signIn('jo.weaver')
    const change = async (current_password: string, new_password: string) =>
      (await browser.send('PUT', '/api/account/password', { current_password, new_password })).body.code
    expect(await change('guess', OTHER_PASSWORD)).toBe('password_wrong')
    expect(await change(GOOD_PASSWORD, GOOD_PASSWORD)).toBe('password_unchanged')
    for (const weak of ['', 'password1', 'jo.weaver2026', 'P@ssw0rd!', 'qwertyuiop123', 'flowkitflowauth'])
      expect(await change(GOOD_PASSWORD, weak)).toBe('password_weak')
  })
})

describe('somebody with a one-time password', () => {
  test('can do nothing but change it', async () => {
    const password = await flowauth.addNewcomer('kit')
    const browser = await flowauth.signIn('kit', password)
    expect((await browser.get('/api/session')).body.must_change_password).toBe(true)
    expect((await browser.get('/api/servers')).body.code).toBe('password_change_needed')
    const change = { current_password: password, new_password: OTHER_PASSWORD }
    expect((await browser.send('PUT', '/api/account/password', change)).body.must_change_password).toBe(false)
    expect((await browser.get('/api/servers')).status).toBe(200)
  })

  test('cannot sign in with it once it is too old', async () => {
    const password = await flowauth.addNewcomer('lea')
    await flowauth.pool.query(
      "UPDATE passwords SET one_time_until = now() - interval '1 second' WHERE one_time_until IS NOT NULL",
    )
    expect((await flowauth.browser().post('/api/session', { username: 'lea', password })).status).toBe(401)
  })
})
