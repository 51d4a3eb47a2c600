import { expect, test } from 'vitest'
import { brief } from './questions.ts'

test('a spec is written in one line, without what is null and with one of several days', () => {
  const day = { query_kind: 'daily_location', date: '2016-01-01', hours: null }
  const spec = {
    query_kind: 'spatial_aggregate',
    locations: { query_kind: 'modal_location', locations: [day, { ...day, date: '2016-01-02' }] },
  }
  expect(brief(spec)).toBe(
    'spatial_aggregate(locations=modal_location(locations=2 days of daily_location(date=2016-01-01)))',
  )
  expect(brief({ query_kind: 'histogram_aggregate', bins: { bin_list: [0, 1] } })).toBe(
    'histogram_aggregate(bins={"bin_list":[0,1]})',
  )
})
