import { describe, expect, it } from 'vitest'
import {
  ANY_NUMBER,
  type Bounds,
  canBe,
  type Equality,
  exactly,
  intervalOf,
  type Knowledge,
} from './knowledge.ts'

const known = (counts: Readonly<Record<string, Bounds>>, ...equalities: Equality[]): Knowledge => ({
  counts: new Map(Object.entries(counts)),
  equalities,
})
const upTo = (most: number) => ({ least: 0, most })
/** `terms` are written as they are said: `{ a: 2, b: -1 }` is 2 a - b. */
const adds = (terms: Readonly<Record<string, number>>, total: number): Equality => ({
  terms: Object.entries(terms).map(([count, factor]) => [factor, count] as const),
  total,
})

describe('what follows about a count', () => {
  it('is nothing where nothing is known', () => {
    expect(intervalOf(known({ a: upTo(15) }), 'a')).toEqual(upTo(15))
  })

  it('is its value where the others make up the rest', () => {
    const whole = known({ a: ANY_NUMBER, b: exactly(20), c: exactly(9) }, adds({ a: 1, b: 1, c: 1 }, 36))
    expect(intervalOf(whole, 'a')).toEqual(exactly(7))
  })

  it('is what two small ones leave to each other', () => {
    // Of 20 in two who have 15 at most, each has five at least.
    const two = known({ a: upTo(15), b: upTo(15) }, adds({ a: 1, b: 1 }, 20))
    expect(intervalOf(two, 'a')).toEqual({ least: 5, most: 15 })
    expect([4, 5, 15, 16].map(value => canBe(two, 'a', value))).toEqual([false, true, true, false])
  })

  it('is the difference of two that are known', () => {
    const visitors = known(
      { seen: exactly(50), residents: exactly(45), visitors: ANY_NUMBER },
      adds({ seen: 1, residents: -1, visitors: -1 }, 0),
    )
    expect(intervalOf(visitors, 'visitors')).toEqual(exactly(5))
  })

  it('is a multiple where a share is known', () => {
    // 17 of 49: 49 a = 17 whole.
    const share = known({ a: upTo(60), whole: ANY_NUMBER }, adds({ a: 49, whole: -17 }, 0))
    expect(intervalOf(share, 'a')).toEqual({ least: 0, most: 51 })
    expect([17, 18, 34, 50, 51].map(value => canBe(share, 'a', value))).toEqual([
      true,
      false,
      true,
      false,
      true,
    ])
  })

  it('goes from one equality to the next', () => {
    // a + b = 10 and b + c = 12, where c has 9 at least: b has 3 at most, and a 7 at least.
    const chain = known(
      { a: upTo(20), b: upTo(20), c: { least: 9, most: 20 } },
      adds({ a: 1, b: 1 }, 10),
      adds({ b: 1, c: 1 }, 12),
    )
    expect(intervalOf(chain, 'a')).toEqual({ least: 7, most: 10 })
  })
})

describe('whole numbers', () => {
  it('are found where bounds alone do not tell that there are none', () => {
    // The sum and the difference of two numbers are both odd or both even.
    const sumAndDifference = (difference: number) =>
      known({ a: upTo(10), b: upTo(10) }, adds({ a: 1, b: 1 }, 10), adds({ a: 1, b: -1 }, difference))
    expect(intervalOf(sumAndDifference(3), 'a')).toBeNull()
    expect(intervalOf(sumAndDifference(4), 'a')).toEqual(exactly(7))
  })

  it('are the only ones: 29 is no sum of sixes, tens and fifteens, and 31 is', () => {
    const boxes = (total: number) =>
      known(
        { six: ANY_NUMBER, ten: ANY_NUMBER, fifteen: ANY_NUMBER },
        adds({ six: 6, ten: 10, fifteen: 15 }, total),
      )
    expect(intervalOf(boxes(29), 'six')).toBeNull()
    expect(intervalOf(boxes(31), 'six')).toEqual(exactly(1))
  })

  it('are none where twice something would be odd', () => {
    expect(intervalOf(known({ a: ANY_NUMBER, b: ANY_NUMBER }, adds({ a: 2, b: -2 }, 7)), 'a')).toBeNull()
  })
})
