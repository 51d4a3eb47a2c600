import { beforeAll, describe, expect, test } from 'vitest'
import { parseCsv } from '../harness/csv.ts'
import { bodyOf, complete, type Gateway } from '../harness/gateway.ts'
import {
  DAYS,
  dailyLocation,
  flows,
  modalLocation,
  spatialAggregate,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { AggregateSpec } from '../reference/specs.ts'
import type { World } from '../reference/world.ts'

const { api, database } = sharedSystem()
let world: World

beforeAll(async () => {
  world = await readWorld(database)
})

type Row = Record<string, string | number | null>
interface Feature {
  readonly type: string
  readonly id: number
  readonly geometry: { readonly type: string; readonly coordinates: unknown }
  readonly properties: Readonly<Record<string, unknown>>
}

async function rowsAsJson(from: Gateway, queryId: string): Promise<Row[]> {
  const body = await bodyOf(await from.get(queryId), 200)
  expect(body.query_id).toBe(queryId)
  return body.query_result as Row[]
}

async function features(answered: Response): Promise<Feature[]> {
  const body = await bodyOf(answered, 200)
  expect(body.type).toBe('FeatureCollection')
  return body.features as Feature[]
}

const [first = '', second = ''] = DAYS
const lonLat = { aggregation_unit: 'lon-lat' } as const
const evening = { hours: { start_hour: 18, end_hour: 21 } } as const

const PLACES: readonly (readonly [string, AggregateSpec, columns: string[]])[] = [
  ['districts', spatialAggregate(modalLocation(DAYS)), ['pcod', 'value']],
  ['positions', uniqueSubscriberCounts(lonLat), ['lon', 'lat', 'value']],
]
const FLOWS: readonly (readonly [string, AggregateSpec, columns: string[]])[] = [
  ['districts', flows(dailyLocation(first), dailyLocation(second)), ['pcod_from', 'pcod_to', 'value']],
  [
    'positions with open ends',
    flows(dailyLocation(first, { ...lonLat, ...evening }), dailyLocation(second, { ...lonLat, ...evening }), {
      join_type: 'full outer',
    }),
    ['lon_from', 'lat_from', 'lon_to', 'lat_to', 'value'],
  ],
]

describe.each([...PLACES, ...FLOWS])('a result by %s', (_what, spec, columns) => {
  test('is the same as CSV as it is as JSON, columns in the order of the kind', async () => {
    const id = await complete(api, spec)
    const rows = await rowsAsJson(api, id)
    const { header, records } = parseCsv(await (await api.get(id, '.csv')).text())
    expect(header).toEqual(columns)
    expect(rows.map(row => Object.keys(row))).toEqual(rows.map(() => columns))
    const asText = (row: Row) => columns.map(column => (row[column] === null ? null : String(row[column])))
    expect(records.toSorted()).toEqual(rows.map(asText).toSorted())
    expect(rows.length).toBeGreaterThan(0)
  })

  test('names its format and file, and how much of it was left out', async () => {
    const id = await complete(api, spec)
    const { released, withheld } = answer(world, spec)
    expect(withheld.length).toBeGreaterThan(0)
    const formats = [
      ['', 'json', 'application/json'],
      ['.json', 'json', 'application/json'],
      ['.csv', 'csv', 'text/csv'],
      ['.geojson', 'geojson', 'application/geo+json'],
    ] as const
    for (const [suffix, extension, type] of formats) {
      const { status, headers } = await api.get(id, suffix)
      expect(status).toBe(200)
      expect(headers.get('content-type')?.split(';')[0]).toBe(type)
      expect(headers.get('content-disposition')).toBe(`attachment;filename=${id}.${extension}`)
      expect(headers.get('x-flowkit-rows-released')).toBe(String(released.length))
      expect(headers.get('x-flowkit-threshold')).toBe('16')
      expect(Number(headers.get('x-flowkit-cells-left-out'))).toBeGreaterThanOrEqual(withheld.length)
    }
  })
})

test('what is left out is counted over the whole grid, so that true zeros hide among the withheld', async () => {
  const districts = world.regions.admin3?.length ?? 0
  const leftOut = async (spec: AggregateSpec) => {
    const { headers } = await api.get(await complete(api, spec))
    return Number(headers.get('x-flowkit-cells-left-out')) + answer(world, spec).released.length
  }
  expect(await leftOut(spatialAggregate(modalLocation(DAYS)))).toBe(districts)
  expect(await leftOut(flows(dailyLocation(first), dailyLocation(second)))).toBe(districts ** 2)
  const open = { join_type: 'left' } as const
  expect(await leftOut(flows(dailyLocation(first, evening), dailyLocation(second, evening), open))).toBe(
    districts * (districts + 1),
  )
})

test.each(PLACES)(
  'as GeoJSON, a result by %s has a feature for each row, in its shape',
  async (...[, spec]) => {
    const id = await complete(api, spec)
    const drawn = await features(await api.get(id, '.geojson'))
    const withoutCentroid = drawn.map(({ properties: { centroid, ...row } }) => row)
    expect(withoutCentroid.toSorted(byText)).toEqual((await rowsAsJson(api, id)).toSorted(byText))
    await expectShapesOfGeography(spec, drawn)
  },
)

test.each(FLOWS)('as GeoJSON, flows between %s are told by each place', async (...[, spec, columns]) => {
  const id = await complete(api, spec)
  const drawn = await features(await api.get(id, '.geojson'))
  const ends = columns.slice(0, -1)
  const [from, to] = [ends.slice(0, ends.length / 2), ends.slice(ends.length / 2)]
  const rows = (await rowsAsJson(api, id)).filter(row => ends.every(column => row[column] !== null))
  const place = (row: Row, end: readonly string[]) => end.map(column => row[column]).join(',')
  const told = (direction: 'inflows' | 'outflows') =>
    drawn.flatMap(({ properties }) => {
      const here = from.map(column => properties[column.replace('_from', '')]).join(',')
      return Object.entries(properties[direction] as Record<string, number>).map(([there, value]) =>
        direction === 'outflows' ? [here, there, value] : [there, here, value],
      )
    })
  const expected = rows.map(row => [place(row, from), place(row, to), row.value])
  expect(told('outflows').toSorted(byText)).toEqual(expected.toSorted(byText))
  expect(told('inflows').toSorted(byText)).toEqual(expected.toSorted(byText))
  await expectShapesOfGeography(spec, drawn)
})

/** Each feature has the geometry that FlowAPI's geography has for the same place. */
async function expectShapesOfGeography(spec: AggregateSpec, drawn: readonly Feature[]): Promise<void> {
  const unit = JSON.stringify(spec).includes('lon-lat') ? 'lon-lat' : 'admin3'
  const places = await features(await api.request(`/api/0/geography/${unit}`))
  const name = ({ properties: { pcod, lon, lat } }: Feature) => JSON.stringify(pcod ?? [lon, lat])
  const shapes = new Map(places.map(place => [name(place), place.geometry]))
  expect(drawn.length).toBeGreaterThan(0)
  for (const feature of drawn) {
    expect(feature.type).toBe('Feature')
    expect(feature.geometry).toEqual(shapes.get(name(feature)))
    expect(feature.properties.centroid).toMatchObject({ type: 'Point' })
  }
}

test('the geography of a unit has every place of it with its shape, cells or not', async () => {
  const answered = await api.request('/api/0/geography/admin3')
  expect(answered.headers.get('content-type')?.split(';')[0]).toBe('application/geo+json')
  expect(answered.headers.get('content-disposition')).toBe('attachment;filename=admin3.geojson')
  const places = await features(answered)
  const shapes = new Map((world.regions.admin3 ?? []).map(({ pcod, shape }) => [pcod, shape]))
  expect(places.map(({ properties }) => properties.pcod).toSorted()).toEqual([...shapes.keys()].toSorted())
  for (const { geometry, properties } of places) {
    expect(geometry.type).toBe('MultiPolygon')
    const drawn = [geometry.coordinates].flat(4) as number[]
    const stored = [shapes.get(String(properties.pcod))].flat(4) as unknown as number[]
    expect(drawn.length).toBe(stored.length)
    const furthest = Math.max(...drawn.map((value, index) => Math.abs(value - (stored[index] ?? 0))))
    expect(furthest).toBeLessThan(1e-8)
  }
})

test('the geography of positions has a point for each place where a cell has ever stood', async () => {
  const places = await features(await api.request('/api/0/geography/lon-lat'))
  const positions = new Set(world.cells.map(({ lon, lat }) => `${lon} ${lat}`))
  expect(new Set(places.map(({ properties: { lon, lat } }) => `${lon} ${lat}`))).toEqual(positions)
  expect(places.length).toBe(positions.size)
  for (const { geometry } of places) expect(geometry.type).toBe('Point')
})

test('geography can be asked for like any query, as rows or as a map', async () => {
  const id = await complete(api, { query_kind: 'geography', aggregation_unit: 'admin1' })
  const rows = await rowsAsJson(api, id)
  const drawn = await features(await api.get(id, '.geojson'))
  const expected = (world.regions.admin1 ?? []).map(({ pcod }) => pcod).sort()
  expect(rows.map(({ pcod }) => pcod).toSorted()).toEqual(expected)
  expect(drawn.map(({ properties }) => properties.pcod).toSorted()).toEqual(expected)
})

test('a result of which nothing is released is whole in every format, and has no rows', async () => {
  // Top-ups of one hour of the night, by position: nobody's neighbours are many.
  const spec = uniqueSubscriberCounts({
    ...lonLat,
    event_types: ['topups'],
    end_date: second,
    hours: { start_hour: 3, end_hour: 4 },
  })
  const { released, withheld } = answer(world, spec)
  expect(released).toEqual([])
  expect(withheld.length).toBeGreaterThan(0)
  const id = await complete(api, spec)
  expect(await rowsAsJson(api, id)).toEqual([])
  expect(await (await api.get(id, '.csv')).text()).toBe('lon,lat,value\r\n')
  expect(await features(await api.get(id, '.geojson'))).toEqual([])
})

function byText(one: unknown, other: unknown): number {
  const text = (value: unknown) =>
    JSON.stringify(Array.isArray(value) ? value : Object.entries(value as object).sort())
  return text(one) < text(other) ? -1 : 1
}
