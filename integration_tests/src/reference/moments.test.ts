import { expect, test } from 'vitest'
import { isWithin, moment, oneDayLater } from './moments.ts'

test('every spelling of a moment is the same text', () => {
  expect(moment('2016-01-01')).toBe('2016-01-01T00:00:00.000000')
  expect(moment('2016-01-01 00:00')).toBe('2016-01-01T00:00:00.000000')
  expect(moment('2016-01-01T08:30:15.25')).toBe('2016-01-01T08:30:15.250000')
})

test('a day later keeps the time and passes over the end of a month, in a leap year too', () => {
  expect(oneDayLater('2016-02-28T06:00:00')).toBe('2016-02-29T06:00:00.000000')
  expect(oneDayLater('2016-12-31')).toBe('2017-01-01T00:00:00.000000')
})

test('a window of hours starts with its start hour and ends before its end hour', () => {
  const morning = { start_hour: 7, end_hour: 9 }
  expect(isWithin(morning, '2016-01-01T06:59:59.999999')).toBe(false)
  expect(isWithin(morning, '2016-01-01T07:00:00.000000')).toBe(true)
  expect(isWithin(morning, '2016-01-01T08:59:59.999999')).toBe(true)
  expect(isWithin(morning, '2016-01-01T09:00:00.000000')).toBe(false)
})

test('a window that starts after it ends is the evening and the early morning', () => {
  const night = { start_hour: 20, end_hour: 6 }
  expect(isWithin(night, '2016-01-01T20:00:00.000000')).toBe(true)
  expect(isWithin(night, '2016-01-01T05:59:00.000000')).toBe(true)
  expect(isWithin(night, '2016-01-01T06:00:00.000000')).toBe(false)
  expect(isWithin(night, '2016-01-01T19:59:00.000000')).toBe(false)
})

test('hour 24 is the end of the day', () => {
  const evening = { start_hour: 18, end_hour: 24 }
  expect(isWithin(evening, '2016-01-01T23:59:59.000000')).toBe(true)
  expect(isWithin(evening, '2016-01-01T00:00:00.000000')).toBe(false)
})
