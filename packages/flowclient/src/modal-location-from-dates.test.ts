import { describe, expect, test } from 'vitest'
import { modalLocationFromDates } from './modal-location-from-dates.ts'

const parameters = { method: 'last', aggregation_unit: 'admin3' } as const

describe('the modal location of a period', () => {
  test('has a daily location for each day, the last date left out', () => {
    const query = modalLocationFromDates({ start_date: '2016-02-28', end_date: '2016-03-02', ...parameters })
    expect(query).toEqual({
      query_kind: 'modal_location',
      locations: [
        { query_kind: 'daily_location', date: '2016-02-28', ...parameters },
        { query_kind: 'daily_location', date: '2016-02-29', ...parameters },
        { query_kind: 'daily_location', date: '2016-03-01', ...parameters },
      ],
    })
  })

  test('gives what else there is to each day, but the sample to the whole', () => {
    const sampling = { sampling_method: 'system', fraction: 0.5, seed: 1 } as const
    const hours = { start_hour: 20, end_hour: 6 }
    const query = modalLocationFromDates({
      start_date: '2016-01-01',
      end_date: '2016-01-02T00:00',
      ...parameters,
      hours,
      sampling,
    })
    expect(query).toEqual({
      query_kind: 'modal_location',
      locations: [{ query_kind: 'daily_location', date: '2016-01-01', ...parameters, hours }],
      sampling,
    })
  })

  test.each([
    ['2016-01-01', '2016-01-01', 'There is no day from 2016-01-01 up to before 2016-01-01'],
    ['2016-01-02', '2016-01-01', 'There is no day from 2016-01-02 up to before 2016-01-01'],
    ['2016-02-30', '2016-03-05', '2016-02-30 is not a day such as 2016-01-31'],
    ['2016-01-01', '2016-01-02T08:00', '2016-01-02T08:00 is not a day such as 2016-01-31'],
  ])('is refused from %s to %s', (start_date, end_date, message) => {
    expect(() => modalLocationFromDates({ start_date, end_date, ...parameters })).toThrow(
      new RangeError(message),
    )
  })
})
