import { describe, expect, test } from 'vitest'
import { heavyTail, heavyTailMean, longTail, poisson, sample, stream, unit } from './random.ts'
import { median } from './testing.ts'
import { Weighted } from './weighted.ts'

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('streams of random numbers', () => {
  test('are the same for the same seed and purpose', () => {
    const [one, other] = [stream(7, 'calls', 16_801), stream(7, 'calls', 16_801)]
    expect(draws(100, () => one.next())).toEqual(draws(100, () => other.next()))
  })

  test('have nothing in common for another seed, purpose or day', () => {
    const starts = [stream(7, 'calls', 1), stream(8, 'calls', 1), stream(7, 'sms', 1), stream(7, 'calls', 2)]
    expect(new Set(starts.map(random => random.next())).size).toBe(4)
  })

  test('fill [0, 1) evenly', () => {
    const random = stream(1, 'unit')
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const value of draws(100_000, () => unit(random))) {
      const tenth = Math.floor(value * 10)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })
})

describe('distributions', () => {
  test.each([0.3, 4, 31, 100])('a Poisson count of mean %d has that mean and variance', expected => {
    const random = stream(1, 'poisson', expected)
    const counts = draws(40_000, () => poisson(random, expected))
    const average = mean(counts)
    expect(average / expected).toBeCloseTo(1, 1)
    expect(mean(counts.map(count => (count - average) ** 2)) / expected).toBeCloseTo(1, 1)
  })

  test('nothing happens where nothing is expected', () => {
    expect(poisson(stream(1, 'none'), 0)).toBe(0)
  })

  test('a heavy tail has the stated mean, half its values below the square root of two, and a limit', () => {
    const random = stream(1, 'heavy')
    const weights = draws(100_000, () => heavyTail(random, 40))
    expect(mean(weights)).toBeCloseTo(heavyTailMean(40), 1)
    // Pareto with exponent 2: P(X > x) = 1 / x².
    expect(median(weights)).toBeCloseTo(Math.SQRT2, 1)
    expect(Math.max(...weights)).toBe(40)
  })

  test('a long tail is a whole number between 0 and its limit', () => {
    const random = stream(1, 'long')
    const values = draws(10_000, () => longTail(random, 95, 7200))
    expect(values.every(value => Number.isInteger(value) && value >= 0 && value <= 7200)).toBe(true)
    // Lomax with exponent 2 and scale 95: half of it is below 95 (√2 − 1).
    expect(median(values)).toBeGreaterThan(36)
    expect(median(values)).toBeLessThan(43)
  })

  test('weighted draws come in proportion to the weights', () => {
    const random = stream(1, 'weighted')
    const weighted = new Weighted([1, 2, 3, 14])
    const counts = [0, 0, 0, 0]
    for (const index of draws(100_000, () => weighted.draw(random))) counts[index] = (counts[index] ?? 0) + 1
    expect(counts.map(count => count / 100_000)).toEqual(
      [0.05, 0.1, 0.15, 0.7].map(share => expect.closeTo(share, 2)),
    )
  })

  test.each([[[]], [[1, 0]], [[1, -1]], [[Number.NaN]]])('weights %j are refused', weights => {
    expect(() => new Weighted(weights)).toThrow(RangeError)
  })

  test('a sample has no value twice, and all of them where it is large enough', () => {
    const values = [3, 1, 4, 5, 9]
    expect(new Set(sample(stream(1, 'sample'), values, 3)).size).toBe(3)
    expect(sample(stream(1, 'sample'), values, 9).sort()).toEqual([1, 3, 4, 5, 9])
  })
})
