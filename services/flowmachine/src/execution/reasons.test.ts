import { expect, it } from 'vitest'
import { NotReleasable } from '../release/subset.ts'
import { failureOf, tookTooLong } from './reasons.ts'

const databaseError = (code: string) =>
  Object.assign(new Error('relation "cache.x1_2" holds secrets'), { code })

it.each([
  ['53100', 'run out of room'],
  ['53200', 'not enough memory'],
  ['57014', 'administrator has stopped'],
  ['42P01', 'could not be computed'],
])('an error %s of the database is told in plain words, and none of its own', (code, words) => {
  expect(failureOf(databaseError(code)).reason).toContain(words)
  expect(failureOf(databaseError(code)).reason).not.toMatch(/relation|cache|x1_2/)
})

it('a rule of release is told as it is', () => {
  expect(failureOf(new NotReleasable('The subset is too small.')).reason).toBe('The subset is too small.')
})

it.each([
  [1, '1 second'],
  [90, '90 seconds'],
  [600, '10 minutes'],
  [21_600, '6 hours'],
])('a limit of %i seconds is told as %s', (seconds, words) => {
  expect(tookTooLong(seconds)).toContain(`longer than the ${words} that`)
})
