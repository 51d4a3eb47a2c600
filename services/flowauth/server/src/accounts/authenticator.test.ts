import { expect, test } from 'vitest'
import { authenticatorUri, newAuthenticatorSecret, stepOfCode } from './authenticator.ts'

/** "12345678901234567890", the secret of RFC 6238's examples. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

// RFC 6238, appendix B, the last six of eight digits.
test.each([
  [59, '287082', 1],
  [1_111_111_109, '081804', 37_037_036],
  [1_234_567_890, '005924', 41_152_263],
  [20_000_000_000, '353130', 666_666_666],
])('at second %i the code is %s', (second, code, step) => {
  expect(stepOfCode(SECRET, code, new Date(second * 1000))).toBe(step)
})

test('a code is good half a minute early and late, and not a minute', () => {
  const at = (second: number) => stepOfCode(SECRET, '005924', new Date(second * 1000))
  expect([1_234_567_860, 1_234_567_890, 1_234_567_949].map(at)).toEqual([41_152_263, 41_152_263, 41_152_263])
  expect([1_234_567_829, 1_234_567_950].map(at)).toEqual([undefined, undefined])
})

test('a secret has 160 bits, and apps are told whose it is', () => {
  const secret = newAuthenticatorSecret()
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(newAuthenticatorSecret()).not.toBe(secret)
  const uri = new URL(authenticatorUri(secret, 'FlowAuth Malawi', 'ana@example.org'))
  expect(uri.href).toMatch(/^otpauth:\/\/totp\/FlowAuth%20Malawi:ana(@|%40)example.org\?/)
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret, digits: '6', period: '30' })
})
