import { describe, expect, test } from 'vitest'
import { addDays, addMinutes, canonicalTimestamp, daysBetween } from './calendar.ts'

describe('the canonical form of a timestamp', () => {
  test.each([
    ['2016-01-01', '2016-01-01'],
    ['2016-01-01T00:00', '2016-01-01'],
    ['2016-01-01T00:00:00', '2016-01-01'],
    ['2016-01-01 00:00:00', '2016-01-01'],
    ['2016-01-01T00:00:00.000', '2016-01-01'],
    ['2016-01-01 08:30', '2016-01-01T08:30:00'],
    ['2016-01-01T08:30:00', '2016-01-01T08:30:00'],
    ['2016-01-01T08:30:00.500000', '2016-01-01T08:30:00.5'],
    ['2016-01-01T08:30:00.000001', '2016-01-01T08:30:00.000001'],
    ['2016-01-01T23:59:59.999999', '2016-01-01T23:59:59.999999'],
    ['0001-01-01', '0001-01-01'],
  ])('of %s is %s', (spelling, canonical) => {
    expect(canonicalTimestamp(spelling)).toBe(canonical)
  })

  test.each(['2016-02-29', '2000-02-29', '2400-02-29'])('knows %s as a day of a leap year', day => {
    expect(canonicalTimestamp(day)).toBe(day)
  })

  test.each(['2015-02-29', '1900-02-29', '2100-02-29'])('knows that %s is no day', day => {
    expect(canonicalTimestamp(day)).toBeUndefined()
  })

  test.each([
    ['the 30th of February', '2016-02-30'],
    ['the 31st of April', '2016-04-31'],
    ['month 0', '2016-00-01'],
    ['month 13', '2016-13-01'],
    ['day 0', '2016-01-00'],
    ['year 0', '0000-01-01'],
    ['a year that leaves no room for later moments', '9999-12-31'],
    ['24:00', '2016-01-01T24:00:00'],
    ['minute 60', '2016-01-01T08:60'],
    ['a leap second', '2016-12-31T23:59:60'],
    ['the UTC offset Z', '2016-01-01T00:00:00Z'],
    ['an offset with a sign', '2016-01-01T00:00:00+01:00'],
    ['a fraction finer than microseconds', '2016-01-01T00:00:00.0000001'],
    ['digits left out', '2016-1-1'],
    ['a space before it', ' 2016-01-01'],
    ['a line break after it', '2016-01-01\n'],
    ['digits of another script', '٢٠١٦-٠١-٠١'],
    ['nothing', ''],
  ])('does not exist for %s', (_, text) => {
    expect(canonicalTimestamp(text)).toBeUndefined()
  })

  test('sorts as the moments do', () => {
    const inOrder = ['2015-12-31T23:59:59.9', '2016-01-01', '2016-01-01T00:00:00.5', '2016-01-01T00:00:01']
    expect(inOrder.map(canonicalTimestamp)).toEqual(inOrder)
    expect([...inOrder].reverse().sort()).toEqual(inOrder)
  })
})

describe('days later', () => {
  test.each([
    ['2016-01-31', 1, '2016-02-01'],
    ['2016-02-28', 1, '2016-02-29'],
    ['2015-02-28', 1, '2015-03-01'],
    ['2016-12-31', 1, '2017-01-01'],
    ['2016-01-01', 366, '2017-01-01'],
    ['2017-01-01', 365, '2018-01-01'],
    ['2016-03-01', -1, '2016-02-29'],
    ['2016-01-01', 0, '2016-01-01'],
  ])('%s and %i days are %s', (day, days, later) => {
    expect(addDays(day, days)).toBe(later)
  })

  test('keep the time of the day, also on days on which clocks change', () => {
    expect(addDays('2016-03-26T02:30:00', 1)).toBe('2016-03-27T02:30:00')
    expect(addDays('2016-10-29T08:30:00.5', 2)).toBe('2016-10-31T08:30:00.5')
  })
})

describe('the days of a period', () => {
  test('leave out the day on whose midnight it ends', () => {
    expect(daysBetween('2016-01-01', '2016-01-03')).toEqual(['2016-01-01', '2016-01-02'])
  })

  test('hold a day of which only a part belongs to it', () => {
    expect(daysBetween('2016-01-01T22:00:00', '2016-01-03T01:00:00')).toEqual([
      '2016-01-01',
      '2016-01-02',
      '2016-01-03',
    ])
    expect(daysBetween('2016-01-01T08:00:00', '2016-01-01T09:00:00')).toEqual(['2016-01-01'])
  })

  test('go over the end of February and of the year', () => {
    expect(daysBetween('2016-02-28', '2016-03-02')).toEqual(['2016-02-28', '2016-02-29', '2016-03-01'])
    expect(daysBetween('2015-02-28', '2015-03-02')).toEqual(['2015-02-28', '2015-03-01'])
    expect(daysBetween('2016-12-31', '2017-01-02')).toEqual(['2016-12-31', '2017-01-01'])
    expect(daysBetween('2016-01-01', '2017-01-01')).toHaveLength(366)
  })

  test('are none where it holds no time', () => {
    expect(daysBetween('2016-01-02', '2016-01-02')).toEqual([])
    expect(daysBetween('2016-01-02', '2016-01-01')).toEqual([])
  })
})

describe('minutes later', () => {
  test.each([
    ['2016-01-01', 90, '2016-01-01T01:30:00'],
    ['2016-01-01T23:30:00', 30, '2016-01-02'],
    ['2016-02-28T22:00:15.25', 26 * 60, '2016-03-01T00:00:15.25'],
  ])('than %s by %i is %s', (moment, minutes, later) => {
    expect(addMinutes(moment, minutes)).toBe(later)
  })
})
