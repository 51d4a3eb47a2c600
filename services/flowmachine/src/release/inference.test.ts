import { DEFINITIONS } from '@flowkit/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { QUESTIONS } from '../testing/inference/index.ts'
import { leaksOf, withheldIn } from '../testing/inference/leaks.ts'
import { anyGroups, datesOf, otherData, worldOf } from '../testing/inference/people.ts'
import { withClient } from '../testing/world.ts'

/*
 * What can be told of small numbers from a response: nothing. Small worlds are asked a question of each kind; then
 * somebody who knows the kinds, but neither the data nor this code, takes the response apart. A count that is withheld
 * for being small may still be anything from 0 to 15, and one that is withheld for its neighbour's sake has 16 values or
 * more. Worlds are drawn at random, but the same in every run.
 */

const NUMBERS = Array.from({ length: 12 }, (_, index) => index)
const WORLDS = new Map(NUMBERS.map(number => [number, anyGroups(number)] as const))

/** They say nothing about people. */
const ABOUT_NOBODY = ['dummy_query', 'geography']

let engine: TestEngine

beforeAll(async () => {
  engine = await startEngine(worldOf(WORLDS))
  await withClient(engine.superuserUrl, client => client.query(otherData(WORLDS)))
  await engine.start()
})
afterAll(() => engine.close())

it('every kind that releases something about people is asked', () => {
  const kinds = DEFINITIONS.filter(({ level, kind }) => level === 'top' && !ABOUT_NOBODY.includes(kind))
  expect([...new Set(QUESTIONS.map(({ kind }) => kind))].sort()).toEqual(kinds.map(({ kind }) => kind).sort())
})

describe.each(
  QUESTIONS.map(question => ({
    name: [question.kind, question.variant].filter(Boolean).join(', '),
    question,
  })),
)('$name', ({ question }) => {
  it('tells nothing of small numbers', async () => {
    const seen = { released: 0, small: 0, large: 0 }
    for (const [number, groups] of WORLDS) {
      const dates = datesOf(number)
      const rows = await engine.answer(question.spec(dates))
      for (const reader of ['of the response', 'of the wholes too'] as const)
        expect(leaksOf(question, groups, dates, rows, reader), `world ${number}`).toEqual([])
      seen.released += rows.length
      const withheld = withheldIn(question, groups, dates, rows)
      seen.small += withheld.small
      seen.large += withheld.large
    }
    // Else there was nothing to tell.
    expect(seen.released).toBeGreaterThan(0)
    expect(seen.small).toBeGreaterThan(0)
    if (question.wholeOf) expect(seen.large).toBeGreaterThan(0)
  })
})
