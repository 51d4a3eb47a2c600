import { describe, expect, test } from 'vitest'
import { beyondLimits } from './limits.ts'
import { parseQuery } from './validation.ts'

const square = (x: number, y: number, size: number) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
]
const polygon = (x: number, y: number, size: number) => ({
  type: 'Polygon',
  coordinates: [square(x, y, size)],
})
const scores = {
  tower_hour_of_day_scores: Array.from({ length: 24 }, () => 0),
  tower_day_of_week_scores: {
    monday: 0,
    tuesday: 0,
    wednesday: 0,
    thursday: 0,
    friday: 1,
    saturday: 1,
    sunday: 1,
  },
}
const homes = {
  query_kind: 'meaningful_locations_aggregate',
  start_date: '2016-01-01',
  end_date: '2016-01-08',
  aggregation_unit: 'admin3',
  label: 'home',
  labels: { home: polygon(0, 0, 1), work: polygon(-1, -1, 0.5) },
  ...scores,
}
const parsed = (query: unknown) => {
  const result = parseQuery(query)
  return result.ok ? result.spec : result.messages
}

describe('meaningful locations', () => {
  test('have closed shapes of one kind, the radius of a kilometre and no threshold unless given', () => {
    const written = {
      ...homes,
      labels: {
        ...homes.labels,
        home: { type: 'MultiPolygon', coordinates: [[[...square(0, 0, 1), [0, 0]]]] },
      },
      tower_cluster_radius: 1,
      tower_cluster_call_threshold: 0,
      mapping_table: null,
    }
    expect(parsed(homes)).toEqual(parsed(written))
    expect(parsed(homes)).toMatchObject({ tower_cluster_radius: 1, query_kind: homes.query_kind })
  })

  test.each<[string, object, unknown]>([
    [
      'whose labels meet',
      { labels: { home: polygon(0, 0, 1), work: polygon(1, 1, 1) } },
      { labels: { work: ['Must not meet the label home.'] } },
    ],
    ['of a label without a shape', { label: 'market' }, { label: ['Must be one of: home, work, unknown.'] }],
    [
      'whose shape crosses itself',
      {
        labels: {
          home: {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [1, 1],
                [1, 0],
                [0, 1],
              ],
            ],
          },
        },
      },
      { labels: { home: ['Must be polygons whose edges do not meet and which are not in each other.'] } },
    ],
    [
      'whose shape has very many positions',
      {
        labels: {
          home: { type: 'Polygon', coordinates: [[...square(0, 0, 1), ...Array(97).fill([0, 0.5])]] },
        },
      },
      { labels: { home: ['Must have 100 positions at most.'] } },
    ],
    ['without labels', { labels: {}, label: 'unknown' }, { labels: ['Must have 1 to 20 labels.'] }],
    [
      'with a score for 23 hours',
      { tower_hour_of_day_scores: scores.tower_hour_of_day_scores.slice(1) },
      { tower_hour_of_day_scores: ['Shorter than minimum length 24.'] },
    ],
    [
      'with a score above 1',
      { tower_day_of_week_scores: { ...scores.tower_day_of_week_scores, friday: 2 } },
      { tower_day_of_week_scores: { friday: ['Must be less than or equal to 1.'] } },
    ],
    [
      'by positions',
      { aggregation_unit: 'lon-lat' },
      {
        aggregation_unit: [
          'Must be one of: admin0, admin1, admin2, admin3, grid:1, grid:5, grid:10, grid:50.',
        ],
      },
    ],
    [
      'by a table of cells',
      { mapping_table: 'geography.cells' },
      { mapping_table: ['Must be null or left out: clusters of sites are where they lie.'] },
    ],
  ])('%s are refused', (_, change, messages) => expect(parsed({ ...homes, ...change })).toEqual(messages))

  test('reserve the name of what has no label, and have names of one line', () => {
    for (const name of ['unknown', 'two\nlines', 'a\0', ''])
      expect(parseQuery({ ...homes, labels: { [name]: polygon(0, 0, 1) }, label: name }).ok).toBe(false)
  })

  const { start_date: _start, end_date: _end, ...others } = homes
  const moved = {
    ...others,
    query_kind: 'meaningful_locations_between_dates_od_matrix',
    start_date_a: '2016-01-01',
    end_date_a: '2016-01-08',
    start_date_b: '2016-01-08',
    end_date_b: '2016-01-09',
  }

  test('of two periods need time in both, and each keeps the limit of a window', () => {
    expect(parsed({ ...moved, end_date_b: '2016-01-08' })).toEqual({
      end_date_b: ['Must be after start_date_b.'],
    })
    const result = parseQuery(moved)
    if (!result.ok) throw new Error('The query is refused')
    expect(beyondLimits(result.spec, ['limit:window:7d'])).toEqual([
      'The query is about events of 1 day, and limit:window:7d allows none of less than 7 days.',
    ])
    expect(beyondLimits(result.spec, ['limit:window:1d'])).toEqual([])
  })

  test('of two labels name both', () => {
    const { label: _, ...asked } = homes
    expect(
      parsed({
        ...asked,
        query_kind: 'meaningful_locations_between_label_od_matrix',
        label_a: 'home',
        label_b: 'school',
      }),
    ).toEqual({ label_b: ['Must be one of: home, work, unknown.'] })
  })
})
