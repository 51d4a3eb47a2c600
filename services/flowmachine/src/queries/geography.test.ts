import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'

/** A rectangle as a feature's shape, from its south-western corner on, clockwise. */
const rectangle = (west: number, south: number, east: number, north: number) => ({
  type: 'MultiPolygon',
  coordinates: [
    [
      [
        [west, south],
        [west, north],
        [east, north],
        [east, south],
        [west, south],
      ],
    ],
  ],
})
const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] })

describe('the places of a unit', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: [
        [3, 'west', 0, 0, 4, 2],
        [3, 'east', 4, 0, 8, 2],
        [2, 'both', 0, 0, 8, 2],
      ],
      cells: [
        ['mast', 1, 1, '2015-01-01', '2016-01-01'],
        ['mast', 5, 1.5, '2016-01-02'],
        ['roof', 7, 0.5],
        ['cellar', 7, 0.5],
      ],
      events: {},
    })
    await world.start()
  })
  afterAll(() => world.close())

  it.each([
    [
      'admin3',
      [
        { pcod: 'east', geometry: rectangle(4, 0, 8, 2), centroid: point(6, 1) },
        { pcod: 'west', geometry: rectangle(0, 0, 4, 2), centroid: point(2, 1) },
      ],
    ],
    ['admin2', [{ pcod: 'both', geometry: rectangle(0, 0, 8, 2), centroid: point(4, 1) }]],
    ['admin1', []],
    // A position is there as long as any version of a cell stands there, and once for all that do.
    [
      'lon-lat',
      [
        { lon: 1, lat: 1, geometry: point(1, 1), centroid: point(1, 1) },
        { lon: 5, lat: 1.5, geometry: point(5, 1.5), centroid: point(5, 1.5) },
        { lon: 7, lat: 0.5, geometry: point(7, 0.5), centroid: point(7, 0.5) },
      ],
    ],
    // A cell is where its newest version stands.
    [
      'cell',
      [
        { location_id: 'cellar', geometry: point(7, 0.5), centroid: point(7, 0.5) },
        { location_id: 'mast', geometry: point(5, 1.5), centroid: point(5, 1.5) },
        { location_id: 'roof', geometry: point(7, 0.5), centroid: point(7, 0.5) },
      ],
    ],
    ['site', []],
  ])(
    'by %s are those that there are, each with its shape and its middle',
    async (aggregation_unit, places) => {
      const rows = await world.answer({ query_kind: 'geography', aggregation_unit })
      expect(rows.map(({ gid, ...place }) => place)).toEqual(places)
      expect(new Set(rows.map(({ gid }) => gid)).size).toBe(places.length)
    },
  )
})
