import { describe, expect, test } from 'vitest'
import type { PasskeyCeremony, SecondFactorChoice } from '../api/passkeys.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'
import { SecurityKey } from '../testing/security-key.ts'

const flowauth = useFlowAuth()
const ADDRESS = '/api/account/passkeys'
const ORIGIN = 'http://localhost:9091'

const propose = async (browser: TestBrowser) =>
  (await browser.post<PasskeyCeremony>(`${ADDRESS}/proposal`)).body

/** Adds a passkey to somebody's account. */
async function addKey(browser: TestBrowser, key: SecurityKey, name = 'blue key') {
  const { ceremony, options } = await propose(browser)
  return browser.post<{ codes: string[]; code?: string }>(ADDRESS, {
    ceremony,
    name,
    response: key.create(options),
  })
}

/** Adds a user with a passkey, who stays signed in. */
async function protectedUser(username: string) {
  const id = await flowauth.addUser(username)
  const browser = await flowauth.signIn(username)
  const key = new SecurityKey(ORIGIN)
  const { status, body } = await addKey(browser, key)
  expect(status).toBe(200)
  return { id, browser, key, codes: body.codes }
}

/** Signs in with a password, which the answer says is not enough. */
async function challengeFor(username: string): Promise<PasskeyCeremony> {
  const { body } = await flowauth.browser().post('/api/session', { username, password: GOOD_PASSWORD })
  expect(body.code).toBe('second_factor_needed')
  const { passkey } = body.payload as SecondFactorChoice
  if (!passkey) throw new Error('No passkey was asked for')
  return passkey
}

/** What signing in with a signature is answered with: the code of a refusal, or the status. */
async function signInWith(username: string, passkey: object) {
  const { status, body } = await flowauth
    .browser()
    .post('/api/session', { username, password: GOOD_PASSWORD, passkey })
  return body.code ?? status
}

describe('a passkey', () => {
  test('is added by its owner, signs out everywhere else, and the first comes with backup codes', async () => {
    await flowauth.addUser('ana')
    const [browser, elsewhere] = [await flowauth.signIn('ana'), await flowauth.signIn('ana')]
    const first = await addKey(browser, new SecurityKey(ORIGIN))
    expect(first.body.codes).toHaveLength(10)
    expect((await elsewhere.get('/api/session')).status).toBe(401)
    expect((await addKey(browser, new SecurityKey(ORIGIN), 'red key')).body.codes).toEqual([])
    const { body } = await browser.get<{ passkeys: { name: string }[] }>('/api/account/second-factor')
    expect(body.passkeys.map(({ name }) => name)).toEqual(['blue key', 'red key'])
  })

  test('lets its owner in after the password, by a signature that is good once', async () => {
    const { key } = await protectedUser('bo')
    const { ceremony, options } = await challengeFor('bo')
    const answer = { ceremony, response: key.get(options) }
    expect(await signInWith('bo', answer)).toBe(200)
    expect(await signInWith('bo', answer)).toBe('passkey_wrong')
  })

  test('is of no use to others: another key, another page, or the challenge of somebody else', async () => {
    const { key } = await protectedUser('cy')
    await protectedUser('dan')
    const [first, second, third] = [
      await challengeFor('cy'),
      await challengeFor('cy'),
      await challengeFor('dan'),
    ]
    const stranger = new SecurityKey(ORIGIN)
    expect(await signInWith('cy', { ceremony: first.ceremony, response: stranger.get(first.options) })).toBe(
      'passkey_wrong',
    )
    expect(
      await signInWith('cy', { ceremony: second.ceremony, response: key.get({ challenge: 'other' }) }),
    ).toBe('passkey_wrong')
    expect(await signInWith('cy', { ceremony: third.ceremony, response: key.get(third.options) })).toBe(
      'passkey_wrong',
    )
  })

  test('cannot be made on a page of another origin', async () => {
    await flowauth.addUser('eve')
    const browser = await flowauth.signIn('eve')
    const refused = await addKey(browser, new SecurityKey('http://localhost:9092'))
    expect([refused.status, refused.body.code]).toEqual([401, 'passkey_wrong'])
  })

  test('that was copied is found out: its counter goes back', async () => {
    const { key } = await protectedUser('fay')
    const { ceremony, options } = await challengeFor('fay')
    expect(await signInWith('fay', { ceremony, response: key.get(options) })).toBe(200)
    await flowauth.pool.query(
      'UPDATE passkeys SET counter = 50 WHERE user_id = (SELECT id FROM users WHERE username = $1)',
      ['fay'],
    )
    const again = await challengeFor('fay')
    expect(await signInWith('fay', { ceremony: again.ceremony, response: key.get(again.options) })).toBe(
      'passkey_wrong',
    )
  })

  test('is removed with the backup codes, when it is the last second factor and none is required', async () => {
    const { browser, codes, id } = await protectedUser('gil')
    const { body } = await browser.get<{ passkeys: { id: string }[] }>('/api/account/second-factor')
    const address = `${ADDRESS}/${body.passkeys[0]?.id}`
    await flowauth.pool.query('UPDATE users SET needs_second_factor = true WHERE id = $1', [id])
    expect((await browser.send('DELETE', address)).body.code).toBe('second_factor_required')
    await flowauth.pool.query('UPDATE users SET needs_second_factor = false WHERE id = $1', [id])
    expect((await browser.send('DELETE', address)).status).toBe(204)
    expect((await browser.send('DELETE', address)).body.code).toBe('passkey_unknown')
    expect((await browser.get('/api/account/second-factor')).body).toMatchObject({ backup_codes_left: 0 })
    expect(codes).toHaveLength(10)
    await flowauth.signIn('gil')
  })

  test('can be what a required second factor is', async () => {
    const id = await flowauth.addUser('hal')
    const browser = await flowauth.signIn('hal')
    await flowauth.pool.query('UPDATE users SET needs_second_factor = true WHERE id = $1', [id])
    expect((await browser.get('/api/servers')).body.code).toBe('second_factor_setup_needed')
    expect((await addKey(browser, new SecurityKey(ORIGIN))).status).toBe(200)
    expect((await browser.get('/api/servers')).status).toBe(200)
  })
})
