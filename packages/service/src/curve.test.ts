import { expect, test } from 'vitest'
import { curveKey, curveKeyPairOf, curveKeyText, makeCurveKeyPair } from './curve.ts'

/* The test vector of https://rfc.zeromq.org/spec/26/, in hexadecimal and Z85. */
const BOB = {
  publicKey: 'Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID',
  secretKey: 'D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs',
}

test('a secret key gives its public key', () => {
  expect(curveKeyPairOf(BOB.secretKey)).toEqual(BOB)
})

test('bytes are written as Z85 has it', () => {
  // The test case of the specification of Z85.
  expect(curveKeyText(Buffer.from('864fd26fb559f75b', 'hex'))).toBe('HelloWorld')
})

test('a pair that is made belongs together, and is another one each time', () => {
  const pair = makeCurveKeyPair()
  expect(curveKeyPairOf(pair.secretKey)).toEqual(pair)
  expect(makeCurveKeyPair()).not.toEqual(pair)
})

test.each(['', 'short', `${BOB.publicKey}0`, 'é'.repeat(40), '#'.repeat(40)])('%j is no key', text => {
  expect(curveKey().safeParse(text).success).toBe(false)
  expect(curveKey().safeParse(BOB.publicKey).success).toBe(true)
})
