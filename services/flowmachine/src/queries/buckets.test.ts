import { describe, expect, it } from 'vitest'
import { numberOfBuckets, numberOfPeriods } from './buckets.ts'

const count = (start: string, end: string, hours: [number, number] | null = null) => {
  const window = hours && { start_hour: hours[0], end_hour: hours[1] }
  return (['day', 'hour', 'min'] as const).map(bucket =>
    numberOfBuckets(bucket, { start, end, hours: window }),
  )
}

describe('the buckets of a period by day, hour and minute', () => {
  it('are all of its days', () => {
    expect(count('2016-01-01', '2016-01-03')).toEqual([2, 48, 2_880])
  })

  it('are those of the window of hours, which may wrap round midnight', () => {
    expect(count('2016-01-01', '2016-01-03', [8, 10])).toEqual([2, 4, 240])
    expect(count('2016-01-01', '2016-01-02', [20, 6])).toEqual([1, 10, 600])
  })

  it('are at the ends of a part of a day those that are touched', () => {
    expect(count('2016-01-01T07:30:30', '2016-01-01T09:00:30')).toEqual([1, 3, 91])
    expect(count('2016-01-01T23:59:59.5', '2016-01-02T00:00:00.5')).toEqual([2, 2, 2])
  })

  it('are none on a day that the window leaves out', () => {
    expect(count('2016-01-01T12:00:00', '2016-01-03', [8, 10])).toEqual([1, 2, 120])
  })
})

it('longer and shorter periods are counted in the same way', () => {
  const periods = (start: string, end: string) =>
    (['second', 'minute', 'month', 'year', 'century'] as const).map(period =>
      numberOfPeriods(period, { start, end, hours: { start_hour: 8, end_hour: 10 } }),
    )
  expect(periods('2016-01-01', '2016-01-02')).toEqual([7_200, 120, 1, 1, 1])
  expect(periods('2016-01-31T09:59:58.5', '2016-02-02')).toEqual([7_202, 121, 2, 1, 1])
  expect(periods('2000-12-31', '2001-01-02')).toEqual([14_400, 240, 2, 2, 2])
})
