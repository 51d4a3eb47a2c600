import { type RevocationList, signRevocationList } from '@flowkit/tokens'
import { describe, expect, test } from 'vitest'
import { rsaTokenKey } from '../testing/tokens.ts'
import { Revocations } from './revocations.ts'

const NOON = 1_760_000_000
const key = rsaTokenKey()
const signing = {
  algorithm: 'RS256',
  id: key.rules.keys.current.keys[0]?.id ?? null,
  key: key.signingKey,
} as const
const list = (changes: Partial<RevocationList> = {}) =>
  signRevocationList(
    { number: 1, signedAt: NOON, nextAt: NOON + 60, revoked: ['stolen'], ...changes },
    signing,
  )

/** Revocations at noon, or as many seconds later as are let go by. */
function revocations(failOpen = false) {
  const clock = { now: NOON }
  const held = new Revocations(key.rules.keys, { failOpen, graceSeconds: 300 }, () => clock.now)
  const answer = (tokenId: string | null) => {
    try {
      held.assertNotRevoked(tokenId)
      return 'good'
    } catch (error) {
      return error
    }
  }
  return { clock, held, answer }
}

const UNKNOWN = { statusCode: 503, body: { code: 'revocations_unknown' }, retryAfter: 10 }

test('a token that is on the list is refused with 401, others are not', () => {
  const { held, answer } = revocations()
  held.take(list())
  expect(answer('stolen')).toMatchObject({
    statusCode: 401,
    body: { status: 'Error', code: 'token_revoked', msg: 'Token has been revoked' },
  })
  expect(answer('another')).toBe('good')
})

test('a token without an id could not be revoked, and is refused where nothing is taken on trust', () => {
  const { held, answer } = revocations()
  held.take(list())
  expect(answer(null)).toMatchObject({ body: { code: 'token_claims', msg: 'Missing claim: jti' } })
  expect(revocations(true).answer(null)).toBe('good')
})

describe('a newer list', () => {
  test('takes the place of the present one, and an older one does not', () => {
    const { held, answer } = revocations()
    expect(held.take(list({ number: 5 }))).toBe(true)
    expect(held.take(list({ number: 5 }))).toBe(false)
    expect(held.take(list({ number: 7, revoked: ['stolen', 'another'] }))).toBe(true)
    expect(() => held.take(list({ number: 6, revoked: [] }))).toThrow('number 7 was seen before')
    expect(answer('another')).toMatchObject({ body: { code: 'token_revoked' } })
  })

  test('is of a trusted key', () => {
    const { held } = revocations()
    const forged = signRevocationList(
      { number: 9, signedAt: NOON, nextAt: NOON + 60, revoked: [] },
      { ...signing, key: rsaTokenKey().signingKey },
    )
    expect(() => held.take(forged)).toThrow('signature')
  })
})

describe('without a list that is new enough', () => {
  test('all tokens are refused from the start, and again five minutes after a newer list should have come', () => {
    const { held, clock, answer } = revocations()
    expect(answer('another')).toMatchObject(UNKNOWN)
    held.take(list())
    clock.now = NOON + 360
    expect(answer('another')).toBe('good')
    clock.now += 1
    expect(answer('another')).toMatchObject(UNKNOWN)
    expect(answer('stolen')).toMatchObject({ body: { code: 'token_revoked' } })
    held.take(list({ number: 2, nextAt: clock.now + 60 }))
    expect(answer('another')).toBe('good')
  })

  test('tokens are taken where that is asked for, but for those that are known to be revoked', () => {
    const { held, clock, answer } = revocations(true)
    expect(answer('stolen')).toBe('good')
    held.take(list())
    clock.now = NOON + 100_000
    expect(answer('another')).toBe('good')
    expect(answer('stolen')).toMatchObject({ body: { code: 'token_revoked' } })
  })
})
