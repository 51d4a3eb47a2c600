import { expect, test } from 'vitest'
import { locator } from './places.ts'
import { box, cell, DISTRICTS, smallWorld } from './small-world.ts'

const ADMIN3 = { aggregation_unit: 'admin3' } as const
const LON_LAT = { aggregation_unit: 'lon-lat' } as const

test('a cell counts in the region that it stands in, at every level', () => {
  const world = smallWorld('')
  expect(locator(world, ADMIN3)('two', '2016-01-01')).toEqual([['N.2']])
  expect(locator(world, { aggregation_unit: 'admin0' })('two', '2016-01-01')).toEqual([['N']])
})

test('a cell in two overlapping regions counts in both, one in no region in none', () => {
  // The reserve covers the eastern half of N.1 and the western half of N.2; cell "out" stands south of everything.
  const world = smallWorld('', {
    cells: [cell('in', 1.2, 0.5), cell('out', 1.2, -3)],
    regions: { admin3: [...DISTRICTS, { pcod: 'N.R', shape: box(0.5, 0, 1.5, 1) }] },
  })
  const placesOf = locator(world, ADMIN3)
  expect(placesOf('in', '2016-01-01')).toEqual([['N.2'], ['N.R']])
  expect(placesOf('out', '2016-01-01')).toEqual([])
  expect(placesOf('never heard of', '2016-01-01')).toEqual([])
})

test('a cell that moved counts where it stood on the day, both service dates included', () => {
  const world = smallWorld('', {
    cells: [
      cell('mover', 0.5, 0.5, { firstService: '2015-06-01', lastService: '2016-01-05' }),
      cell('mover', 2.5, 0.5, { firstService: '2016-01-06' }),
    ],
  })
  const placesOf = locator(world, ADMIN3)
  expect(placesOf('mover', '2015-05-31')).toEqual([])
  expect(placesOf('mover', '2015-06-01')).toEqual([['N.1']])
  expect(placesOf('mover', '2016-01-05')).toEqual([['N.1']])
  expect(placesOf('mover', '2016-01-06')).toEqual([['N.3']])
  expect(locator(world, LON_LAT)('mover', '2016-01-06')).toEqual([[2.5, 0.5]])
})

test('of two versions of a cell in service the newer one counts', () => {
  const world = smallWorld('', {
    cells: [
      cell('mover', 2.5, 0.5, { version: 1, firstService: '2016-01-06', lastService: '2016-01-08' }),
      cell('mover', 0.5, 0.5),
    ],
  })
  const placesOf = locator(world, ADMIN3)
  expect(placesOf('mover', '2016-01-05')).toEqual([['N.1']])
  expect(placesOf('mover', '2016-01-06')).toEqual([['N.3']])
  expect(placesOf('mover', '2016-01-09')).toEqual([['N.1']])
})

test('a mapping table overrides where cells stand, and leaves out those that it does not name', () => {
  const world = smallWorld('', {
    tables: {
      'geography.catchments': [
        { id: 'one', admin3pcod: 'N.3' },
        { id: 'two', admin3pcod: 'N.1' },
        { id: 'two', admin3pcod: 'N.2' },
        { id: 'two', admin3pcod: 'N.2' },
      ],
    },
  })
  const placesOf = locator(world, { ...ADMIN3, mapping_table: 'geography.catchments' })
  expect(placesOf('one', '2016-01-01')).toEqual([['N.3']])
  expect(placesOf('two', '2016-01-01')).toEqual([['N.1'], ['N.2']])
  expect(placesOf('three', '2016-01-01')).toEqual([])
})

test('with a mapping and a table of points, cells count at the points that share their key', () => {
  const world = smallWorld('', {
    tables: {
      'geography.towns_of_cells': [
        { id: 'one', town: 'Alba' },
        { id: 'two', town: 'Alba' },
        { id: 'three', town: 'Bora' },
      ],
      'geography.towns': [
        { town: 'Alba', geom_point: [1, 0.25] },
        { town: 'Bora', geom_point: [2, 0.75] },
      ],
    },
  })
  const placesOf = locator(world, {
    ...LON_LAT,
    mapping_table: 'geography.towns_of_cells',
    geom_table: 'geography.towns',
    geom_table_join_column: 'town',
  })
  expect(placesOf('one', '2016-01-01')).toEqual([[1, 0.25]])
  expect(placesOf('two', '2016-01-01')).toEqual([[1, 0.25]])
  expect(placesOf('three', '2016-01-01')).toEqual([[2, 0.75]])
})
