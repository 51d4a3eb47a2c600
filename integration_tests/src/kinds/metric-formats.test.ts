import { expect, test } from 'vitest'
import { parseCsv } from '../harness/csv.ts'
import { bodyOf, complete } from '../harness/gateway.ts'
import { dailyLocation } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import type { SpecOfValues } from '../reference/aggregates.ts'

const { api } = sharedSystem()

const week = { start_date: '2016-01-01', end_date: '2016-01-08' }
const location = dailyLocation('2016-01-01', { aggregation_unit: 'admin1' })

const RESULTS: readonly (readonly [string, SpecOfValues, columns: string[]])[] = [
  [
    'shares of handsets',
    {
      query_kind: 'joined_spatial_aggregate',
      locations: location,
      metric: { query_kind: 'handset', ...week, characteristic: 'hnd_type', method: 'last' },
      method: 'distr',
    },
    ['pcod', 'metric', 'key', 'value'],
  ],
  [
    'averages',
    {
      query_kind: 'joined_spatial_aggregate',
      locations: location,
      metric: { query_kind: 'event_count', ...week },
      method: 'avg',
    },
    ['pcod', 'value'],
  ],
  [
    'calendars',
    {
      query_kind: 'localised_calendar_activity',
      reference_location: dailyLocation('2016-01-01', { aggregation_unit: 'admin0' }),
      start_date: '2016-01-01',
      total_periods: 2,
      period_length: 12,
      period_unit: 'hours',
    },
    ['pcod', 'value_label', 'value'],
  ],
  [
    'mobile money',
    { query_kind: 'dfs_metric_total_amount', ...week, metric: 'amount', aggregation_unit: 'admin0' },
    ['date', 'pcod', 'value'],
  ],
]

test.each(RESULTS)('%s are the same in every format', async (_what, spec, columns) => {
  const id = await complete(api, spec)
  const rows = (await bodyOf(await api.get(id), 200)).query_result as Record<string, unknown>[]
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.map(row => Object.keys(row))).toEqual(rows.map(() => columns))

  const { header, records } = parseCsv(await (await api.get(id, '.csv')).text())
  expect(header).toEqual(columns)
  expect(records.length).toBe(rows.length)

  const { features } = await bodyOf(await api.get(id, '.geojson'), 200)
  const drawn = features as { geometry: { type: string }; properties: Record<string, unknown> }[]
  expect(new Set(drawn.map(({ geometry }) => geometry.type))).toEqual(new Set(['MultiPolygon']))
  expect(inOrder(drawn.map(({ properties: { centroid, ...row } }) => row))).toEqual(inOrder(rows))
})
