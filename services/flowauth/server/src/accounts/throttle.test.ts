import { createSecretKey, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareDatabase } from '../database/prepare.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { Throttle } from './throttle.ts'

const key = createSecretKey(randomBytes(32))
let database: TestDatabase
let throttle: Throttle
beforeAll(async () => {
  database = await createTestDatabase()
  await prepareDatabase(database.pool, async () => {})
  throttle = new Throttle(database.pool, key)
})
afterAll(() => database.drop())

/** Whether an account may try again, that long after some failures in a row. */
async function mayTry(account: string, failures: number, secondsAgo: number): Promise<boolean> {
  await throttle.attempt({ account, address: account }, async () => undefined)
  await database.pool.query(
    `UPDATE sign_in_attempts SET failures = $1, last_failed_at = now() - make_interval(secs => $2)
     WHERE kind = 'account' AND last_failed_at > now() - interval '1 minute'`,
    [failures, secondsAgo],
  )
  const attempt = throttle.attempt({ account, address: account }, async () => 'in')
  return attempt.then(
    result => result === 'in',
    () => false,
  )
}

// Five seconds after the fifth failure, and twice as long after each further one: 5 × 2⁵ = 160, up to 900.
test.each([
  [4, 0, true],
  [10, 120, false],
  [10, 200, true],
  [40, 850, false],
  [40, 950, true],
])('after %i failures and %i seconds, another attempt is allowed: %s', async (failures, seconds, allowed) => {
  expect(await mayTry(`account-${failures}-${seconds}`, failures, seconds)).toBe(allowed)
})

test('of attempts at the same moment none of the free ones has to wait, whichever is counted first', async () => {
  const slow = await database.pool.connect()
  try {
    await slow.query('BEGIN')
    await slow.query('SELECT now()')
    const fail = (by: Throttle) => by.attempt({ account: 'eve', address: '10.1.1.2' }, async () => undefined)
    await fail(throttle)
    expect(await fail(new Throttle(slow, key))).toBeUndefined()
  } finally {
    await slow.query('ROLLBACK')
    slow.release()
  }
})

test('success forgets the failures of an account, and an hour forgets those of anybody', async () => {
  const failures = async () => {
    const { rows } = await database.pool.query<{ failures: number }>(
      `SELECT failures FROM sign_in_attempts WHERE kind = 'address' ORDER BY last_failed_at DESC LIMIT 1`,
    )
    return rows[0]?.failures
  }
  const fail = () => throttle.attempt({ account: 'ana', address: '10.1.1.1' }, async () => undefined)
  for (let count = 0; count < 4; count += 1) await fail()
  expect(await failures()).toBe(4)
  await throttle.attempt({ account: 'ana', address: '10.1.1.1' }, async () => 'in')
  expect(await failures()).toBe(4)
  for (let count = 0; count < 4; count += 1) await fail()
  await database.pool.query("UPDATE sign_in_attempts SET last_failed_at = now() - interval '61 minutes'")
  await fail()
  expect(await failures()).toBe(1)
})

test('who must wait for their account is not counted for their address, and a success moves nobody’s end of waiting', async () => {
  const who = { account: 'zoe', address: '10.3.3.3' }
  const addressRow = async () => {
    const { rows } = await database.pool.query<{ failures: number; at: string }>(
      "SELECT failures, last_failed_at::text AS at FROM sign_in_attempts WHERE kind = 'address' ORDER BY last_failed_at DESC LIMIT 1",
    )
    return rows[0]
  }
  for (let count = 0; count < 5; count += 1) await throttle.attempt(who, async () => undefined)
  const before = await addressRow()
  expect(before?.failures).toBe(5)
  await expect(throttle.attempt(who, async () => 'in')).rejects.toThrow('too many')
  expect(await addressRow()).toEqual(before)
  await throttle.attempt({ ...who, account: 'yan' }, async () => 'in')
  expect(await addressRow()).toEqual(before)
})

test('what people typed as their name is not kept', async () => {
  await throttle.attempt({ account: 'my secret password', address: '10.2.2.2' }, async () => undefined)
  const { rows } = await database.pool.query(
    "SELECT encode(subject, 'escape') AS subject FROM sign_in_attempts",
  )
  expect(JSON.stringify(rows)).not.toContain('password')
})
