import { expect, test } from 'vitest'
import { describeToken } from './token.ts'

const NOW = new Date('2016-11-22T10:00:00Z')
const NOTHING = {
  subject: undefined,
  issuer: undefined,
  audience: undefined,
  issuedAt: undefined,
  expiresAt: undefined,
  roles: {},
}

test.each([
  ['2016-11-25T09:59:59Z', 'in 2 days'],
  ['2016-11-23T10:00:00Z', 'in 1 day'],
  ['2016-11-22T11:59:00Z', 'in 1 hour'],
  ['2016-11-22T10:59:00Z', 'in 59 minutes'],
  ['2016-11-22T10:00:30Z', 'in 30 seconds'],
  ['2016-11-22T10:00:00Z', 'which is over'],
  ['2015-01-01T00:00:00Z', 'which is over'],
])('a token until %s ends %s', (expiresAt, words) => {
  expect(describeToken({ ...NOTHING, expiresAt: new Date(expiresAt) }, NOW)).toContain(`UTC, ${words}\n`)
})

test('what a token does not say is left out', () => {
  expect(describeToken(NOTHING, NOW)).toBe(
    [
      'Given to  nobody',
      'Until     no end, which FlowAPI refuses',
      '',
      'This is what the token says. Whether it is genuine, FlowAPI decides.',
      '',
    ].join('\n'),
  )
})
