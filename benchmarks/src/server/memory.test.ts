import { expect, test } from 'vitest'
import { growth } from './memory.ts'

test('what grows by a megabyte in ten seconds grows by 360 in an hour', () => {
  const held = [0, 10, 20, 30].map(seconds => ({ seconds, megabytes: 100 + seconds / 10 }))
  expect(growth(held)).toBeCloseTo(360)
})

test('what goes up and down around a level does not grow', () => {
  const held = [101, 99, 99, 101].map((megabytes, index) => ({ seconds: index, megabytes }))
  expect(growth(held)).toBeCloseTo(0)
})
