import { beforeAll, describe, expect, test } from 'vitest'
import type { AuthenticatorSetup } from '../api/second-factor.ts'
import { authenticatorCode } from '../testing/authenticator.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'

const flowauth = useFlowAuth()
const ADDRESS = '/api/account/second-factor'

let admin: TestBrowser
beforeAll(async () => {
  await flowauth.addUser('root', true)
  admin = await flowauth.signIn('root')
})

const propose = async (browser: TestBrowser) =>
  (await browser.post<AuthenticatorSetup>(`${ADDRESS}/proposal`)).body

/** Adds a user with an authenticator, who stays signed in. */
async function protectedUser(username: string) {
  const id = await flowauth.addUser(username)
  const browser = await flowauth.signIn(username)
  const { secret, setup } = await propose(browser)
  const usedCode = authenticatorCode(secret)
  const answer = await browser.send<{ codes: string[] }>('PUT', ADDRESS, { setup, code: usedCode })
  expect(answer.status).toBe(200)
  return { id, browser, secret, usedCode, codes: answer.body.codes }
}

/** What signing in with a code is answered with: the code of a refusal, or the status. */
async function signInWith(username: string, code?: string, password = GOOD_PASSWORD) {
  const { status, body } = await flowauth.browser().post('/api/session', { username, password, code })
  return body.code ?? status
}

describe('setting up an authenticator', () => {
  test('needs its first code, signs out everywhere else, and gives ten codes for when it is lost', async () => {
    await flowauth.addUser('ana')
    const browser = await flowauth.signIn('ana')
    const elsewhere = await flowauth.signIn('ana')
    const { secret, uri, setup } = await propose(browser)
    expect(new URL(uri).searchParams.get('secret')).toBe(secret)
    const wrong = await browser.send('PUT', ADDRESS, { setup, code: authenticatorCode(secret, 10) })
    expect(wrong.body.code).toBe('code_wrong')
    expect((await browser.get(ADDRESS)).body.authenticator_since).toBeNull()

    const right = await browser.send<{ codes: string[] }>('PUT', ADDRESS, {
      setup,
      code: authenticatorCode(secret),
    })
    expect(new Set(right.body.codes).size).toBe(10)
    for (const code of right.body.codes) expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/)
    expect((await browser.get(ADDRESS)).body).toEqual({
      authenticator_since: expect.any(String),
      passkeys: [],
      backup_codes_left: 10,
      required: false,
    })
    expect((await elsewhere.get('/api/session')).status).toBe(401)
  })

  test('needs a password that was just given', async () => {
    await flowauth.addUser('bo')
    const browser = await flowauth.signIn('bo')
    const { secret, setup } = await propose(browser)
    await flowauth.refresh(browser)
    const body = { setup, code: authenticatorCode(secret) }
    for (const [method, path] of [
      ['POST', `${ADDRESS}/proposal`],
      ['PUT', ADDRESS],
      ['DELETE', ADDRESS],
      ['POST', `${ADDRESS}/backup-codes`],
    ] as const)
      expect((await browser.send(method, path, method === 'PUT' ? body : undefined)).body.code).toBe(
        'reauthentication_needed',
      )
  })

  test('takes a secret of the same session only', async () => {
    await flowauth.addUser('cy')
    const { secret, setup } = await propose(await flowauth.signIn('cy'))
    const other = await flowauth.signIn('cy')
    for (const given of [setup, `${setup.slice(0, -4)}AAAA`, 'x', '']) {
      const answer = await other.send('PUT', ADDRESS, { setup: given, code: authenticatorCode(secret) })
      expect([answer.status, answer.body.code]).toEqual([409, 'setup_ended'])
    }
  })

  test('keeps neither the secret nor the codes in a form that can be read, nor in the log', async () => {
    const { secret, codes } = await protectedUser('dan')
    const { rows } = await flowauth.pool.query(
      `SELECT encode(sealed_secret, 'escape') AS text FROM authenticators UNION SELECT hash FROM backup_codes`,
    )
    const kept = `${JSON.stringify(rows)}${JSON.stringify(flowauth.logLines)}`
    for (const text of [secret, ...codes, ...codes.map(code => code.replace('-', ''))])
      expect(kept).not.toContain(text)
  })
})

describe('signing in with a second factor', () => {
  test('asks for a code after the password, and takes each code once', async () => {
    const { secret, usedCode } = await protectedUser('eve')
    expect(await signInWith('eve', undefined, 'guess')).toBe('credentials_wrong')
    expect(await signInWith('eve')).toBe('second_factor_needed')
    expect(await signInWith('eve', usedCode)).toBe('code_wrong')
    const next = authenticatorCode(secret, 1)
    expect(await signInWith('eve', `${next.slice(0, 3)} ${next.slice(3)} `)).toBe(200)
    expect(await signInWith('eve', next)).toBe('code_wrong')
  })

  test('takes a backup code once, however it is typed, and says how many are left', async () => {
    const { browser, codes } = await protectedUser('fay')
    const [code = ''] = codes
    const typed = code.toUpperCase().replace('-', ' ')
    const answers = await Promise.all([signInWith('fay', typed), signInWith('fay', code)])
    expect(answers.toSorted()).toEqual([200, 'code_wrong'])
    expect((await browser.get(ADDRESS)).body.backup_codes_left).toBe(9)
  })

  test('says nothing about codes to somebody who does not know the password', async () => {
    const { secret } = await protectedUser('gil')
    expect(await signInWith('gil', authenticatorCode(secret, 1), 'guess')).toBe('credentials_wrong')
    expect(await signInWith('nobody', '123456')).toBe('credentials_wrong')
  })

  test('waits after five wrong codes, also when the right password is sent in between', async () => {
    await protectedUser('hal')
    const answers = []
    for (let attempt = 0; attempt < 6; attempt += 1)
      answers.push(await signInWith('hal', '000 000'), await signInWith('hal'))
    expect(answers.filter(answer => answer === 'code_wrong')).toHaveLength(5)
    expect(answers.slice(10)).toEqual(['too_many_attempts', 'too_many_attempts'])
  })
})

describe('a second factor', () => {
  test('is replaced by another: the old app and the old codes are good no more', async () => {
    const { browser, secret: before, codes } = await protectedUser('ida')
    const { secret, setup } = await propose(browser)
    await browser.send('PUT', ADDRESS, { setup, code: authenticatorCode(secret) })
    expect(await signInWith('ida', authenticatorCode(before, 1))).toBe('code_wrong')
    expect(await signInWith('ida', codes[0])).toBe('code_wrong')
    expect(await signInWith('ida', authenticatorCode(secret, 1))).toBe(200)
  })

  test('gets new backup codes in place of the old ones, where there is one', async () => {
    const { browser, codes } = await protectedUser('jo')
    const { body } = await browser.post<{ codes: string[] }>(`${ADDRESS}/backup-codes`)
    expect(await signInWith('jo', codes[0])).toBe('code_wrong')
    expect(await signInWith('jo', body.codes[0])).toBe(200)
    await flowauth.addUser('kim')
    const refused = await (await flowauth.signIn('kim')).post(`${ADDRESS}/backup-codes`)
    expect([refused.status, refused.body.code]).toEqual([409, 'second_factor_missing'])
  })

  test('is given up by its owner, unless it is required', async () => {
    const { id, browser } = await protectedUser('lea')
    await admin.send('PATCH', `/api/admin/users/${id}`, { needs_second_factor: true })
    expect((await browser.send('DELETE', ADDRESS)).body.code).toBe('second_factor_required')
    await admin.send('PATCH', `/api/admin/users/${id}`, { needs_second_factor: false })
    expect((await browser.send('DELETE', ADDRESS)).status).toBe(204)
    expect(await signInWith('lea')).toBe(200)
  })

  test('that was lost is reset by an administrator, which signs its owner out', async () => {
    const { id, browser } = await protectedUser('mia')
    expect((await admin.get(`/api/admin/users/${id}`)).body.has_second_factor).toBe(true)
    expect((await admin.send('DELETE', `/api/admin/users/${id}/second-factor`)).status).toBe(204)
    expect((await browser.get('/api/session')).status).toBe(401)
    expect(await signInWith('mia')).toBe(200)
    expect((await admin.get(`/api/admin/users/${id}`)).body.has_second_factor).toBe(false)
  })

  test('of an administrator is not reset by themselves: that needs no code', async () => {
    const { body } = await admin.get<{ user: { id: string } }>('/api/session')
    const refused = await admin.send('DELETE', `/api/admin/users/${body.user.id}/second-factor`)
    expect([refused.status, refused.body.code]).toEqual([409, 'own_second_factor'])
  })

  test('can be required of a user, who can then do nothing before there is one', async () => {
    const id = await flowauth.addUser('nat')
    const browser = await flowauth.signIn('nat')
    await admin.send('PATCH', `/api/admin/users/${id}`, { needs_second_factor: true })
    expect((await browser.get('/api/session')).body.must_set_up_second_factor).toBe(true)
    expect((await browser.get('/api/servers')).body.code).toBe('second_factor_setup_needed')
    const { secret, setup } = await propose(browser)
    await browser.send('PUT', ADDRESS, { setup, code: authenticatorCode(secret) })
    expect((await browser.get('/api/session')).body.must_set_up_second_factor).toBe(false)
    expect((await browser.get('/api/servers')).status).toBe(200)
  })
})
