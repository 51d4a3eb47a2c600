import { expect, test } from 'vitest'
import { type Clustering, meaningfulLocations } from './meaningful-locations.ts'
import { cell, smallWorld } from './small-world.ts'
import type { SiteRow } from './world.ts'

const site = (id: string, lon: number, lat = 0.5): SiteRow => ({
  id,
  version: 0,
  lon,
  lat,
  firstService: null,
  lastService: null,
})

/* Ann has two homes, two nights around N.1 and one in N.2, and works in N.2; Bob has one home. */
const world = smallWorld(
  `
  ann 2016-01-01T22:00 one
  ann 2016-01-02T22:00 one
  ann 2016-01-03T22:00 next
  ann 2016-01-04T22:00 two
  ann 2016-01-01T12:00 three
  bob 2016-01-01T22:00 two
  `,
  {
    cells: [
      cell('one', 0.5, 0.5, { site: 'one' }),
      cell('next', 0.506, 0.5, { site: 'next' }),
      cell('two', 1.5, 0.5, { site: 'two' }),
      cell('three', 2.5, 0.5, { site: 'three' }),
    ],
    sites: [site('one', 0.5), site('next', 0.506), site('two', 1.5), site('three', 2.5)],
  },
)
const nights: Clustering = {
  aggregation_unit: 'admin3',
  labels: {
    home: {
      type: 'Polygon',
      coordinates: [
        [
          [0, -1],
          [2, -1],
          [2, 1],
          [0, 1],
          [0, -1],
        ],
      ],
    },
  },
  tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => (hour > 20 ? 1 : -1)),
  tower_day_of_week_scores: {
    monday: 0,
    tuesday: 0,
    wednesday: 0,
    thursday: 0,
    friday: 0,
    saturday: 0,
    sunday: 0,
  },
}
const week = { start_date: '2016-01-01', end_date: '2016-01-08' }

test('who has two homes counts by half in the place of each', () => {
  const query_kind = 'meaningful_locations_aggregate'
  expect(meaningfulLocations(world, { query_kind, ...nights, ...week, label: 'home' })).toEqual([
    { row: { label: 'home', pcod: 'N.1', value: 0.5 }, subscribers: 1 },
    { row: { label: 'home', pcod: 'N.2', value: 1.5 }, subscribers: 2 },
  ])
})

test('each home is paired with each place that has no label', () => {
  const query_kind = 'meaningful_locations_between_label_od_matrix'
  const labels = { label_from: 'home', label_to: 'unknown' }
  expect(
    meaningfulLocations(world, { query_kind, ...nights, ...week, label_a: 'home', label_b: 'unknown' }),
  ).toEqual([
    { row: { ...labels, pcod_from: 'N.1', pcod_to: 'N.3', value: 0.5 }, subscribers: 1 },
    { row: { ...labels, pcod_from: 'N.2', pcod_to: 'N.3', value: 0.5 }, subscribers: 1 },
  ])
})
