import { describe, expect, test } from 'vitest'
import { daysOf, optionName, ParameterError, PROFILES, parametersOf } from './parameters.ts'

describe('parameters', () => {
  test('the test profile is a week of a thousand people in twelve districts, with cells that move on the sixth day', () => {
    expect(parametersOf('test')).toMatchObject({
      startDate: '2016-01-01',
      days: 7,
      subscribers: 1000,
      admin1: 3,
      admin2: 6,
      admin3: 12,
      cells: 60,
      changeDay: 6,
    })
  })

  test('the demo profile is four weeks of twenty thousand people in sixty districts, about ten events a day each', () => {
    const demo = parametersOf('demo')
    expect(demo).toMatchObject({ startDate: '2016-01-01', days: 28, subscribers: 20_000, admin3: 60 })
    const events =
      demo.callsPerDay + demo.smsPerDay + demo.mdsPerDay + demo.topupsPerDay + demo.transfersPerDay
    expect(events).toBeGreaterThan(9)
    expect(events).toBeLessThan(11)
  })

  test('what is given replaces what the profile has, as a number or as text', () => {
    expect(parametersOf('test', { seed: '77', days: 3, startDate: '2020-02-28' })).toEqual({
      ...PROFILES.test,
      seed: 77,
      days: 3,
      startDate: '2020-02-28',
    })
  })

  test('days go over the end of a leap February', () => {
    const days = daysOf(parametersOf('test', { startDate: '2020-02-28', days: 3 }))
    expect(days.map(day => day * 86_400_000)).toEqual(
      ['2020-02-28', '2020-02-29', '2020-03-01'].map(date => Date.parse(date)),
    )
  })

  test.each([
    [{ days: 0 }, '--days'],
    [{ days: 'many' }, '--days: must be a whole number'],
    [{ subscribers: 1.5 }, '--subscribers'],
    [{ startDate: '2016-02-30' }, '--start-date: must be a date'],
    [{ pRelocate: 2 }, '--p-relocate'],
    [{ callsPerDay: -1 }, '--calls-per-day'],
    [{ admin2: 13 }, '--admin3: must be at least --admin2, which is 13'],
    [{ sites: 11 }, '--sites: must be at least --admin3, which is 12'],
    [{ cells: 20 }, '--cells: must be at least --sites, which is 24'],
    [{ movingSites: 23 }, '--moving-sites: must leave a site'],
  ])('%j is refused by the name of its option', (given, message) => {
    expect(() => parametersOf('test', given)).toThrow(ParameterError)
    expect(() => parametersOf('test', given)).toThrow(message)
  })

  test('everything that is wrong is named at once', () => {
    expect(() => parametersOf('test', { days: -1, seed: 'x' })).toThrow(/--seed.*\n.*--days/)
  })

  test('options are named as their parameters', () => {
    expect(['startDate', 'pOutOfArea', 'admin3', 'mdsPerDay'].map(optionName)).toEqual([
      '--start-date',
      '--p-out-of-area',
      '--admin3',
      '--mds-per-day',
    ])
  })
})
