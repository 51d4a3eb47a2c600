import { expect, test } from 'vitest'
import { existingPseudonyms, keyedPseudonyms } from './pseudonyms.ts'

test('a pseudonym is the HMAC-SHA256 of the identifier, without the space around it', () => {
  // The second test case of RFC 4231.
  const digest = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  expect(keyedPseudonyms('Jefe')(' what do ya want for nothing?\t')).toBe(digest)
  expect(keyedPseudonyms('Jefe')('  ')).toBeUndefined()
})

test.each([
  ['0123456789ABCDEF0123456789abcdef', '0123456789abcdef0123456789abcdef'],
  ['\\x0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef'],
])('%s is taken for a hash', (text, hash) => {
  expect(existingPseudonyms(text)).toBe(hash)
})

test.each([
  ['a phone number', '+9779812345678'],
  ['an IMSI', '429011234567890'],
  ['an IMEI', '3534980812345670'],
  ['a phone number as hexadecimal digits', Buffer.from('+977981234567890').toString('hex')],
  ['a short hash', '0123456789abcdef'],
  ['half a byte too many', '0123456789abcdef0123456789abcdef0'],
  ['a name', 'Maya'],
])('%s is not taken for a hash', (_, text) => {
  expect(existingPseudonyms(text)).toBeUndefined()
})
