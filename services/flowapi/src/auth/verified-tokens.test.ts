import { expect, test } from 'vitest'
import { claims, rsaTokenKey, sign } from '../testing/tokens.ts'
import { VerifiedTokens } from './verified-tokens.ts'

const key = rsaTokenKey()
const roles = { analyst: ['run'] }

test('a token that is good stays so until it ends', async () => {
  const tokens = new VerifiedTokens(key.rules)
  const now = Date.now() / 1_000
  const token = sign(claims(roles, { exp: Math.floor(now) + 60 }), key)
  expect(await tokens.callerOf(token, now)).toMatchObject({ roles })
  expect(await tokens.callerOf(token, now + 30)).toMatchObject({ roles })
  await expect(tokens.callerOf(token, now + 61)).rejects.toMatchObject({ body: { code: 'token_expired' } })
})

test('no other token is taken for one that was good', async () => {
  const tokens = new VerifiedTokens(key.rules)
  const token = sign(claims(roles), key)
  await tokens.callerOf(token)
  const [header, payload] = token.split('.')
  await expect(tokens.callerOf(`${header}.${payload}.AAAA`)).rejects.toMatchObject({
    body: { code: 'token_signature' },
  })
  expect(await tokens.callerOf(sign(claims({ guest: [] }), key))).toMatchObject({ roles: { guest: [] } })
})

test('a token that was good is checked again when other keys are trusted', async () => {
  const keys = { current: key.rules.keys.current }
  const tokens = new VerifiedTokens({ ...key.rules, keys })
  const token = sign(claims(roles), key)
  await tokens.callerOf(token)
  keys.current = rsaTokenKey().rules.keys.current
  await expect(tokens.callerOf(token)).rejects.toMatchObject({ body: { code: 'token_signature' } })
})
