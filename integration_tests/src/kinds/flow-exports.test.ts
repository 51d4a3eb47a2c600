import { describe, expect, test } from 'vitest'
import { parseCsv } from '../harness/csv.ts'
import { bodyOf, complete, rowsOf } from '../harness/gateway.ts'
import { DAYS, dailyLocation, flows, spatialAggregate } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import type { FlowsSpec } from '../reference/specs.ts'

/*
 * What programs for maps read, against the rows of the same result and the shapes of its places.
 */

const { api } = sharedSystem()
const [first = '', second = ''] = DAYS
const lonLat = { aggregation_unit: 'lon-lat', hours: { start_hour: 18, end_hour: 21 } } as const

const QUERIES: readonly (readonly [
  what: string,
  spec: FlowsSpec,
  key: (row: object, end: string) => string | null,
])[] = [
  [
    'districts',
    flows(dailyLocation(first), dailyLocation(second), { join_type: 'full outer' }),
    (row, end) => Object.entries(row).find(([column]) => column === `pcod_${end}`)?.[1],
  ],
  [
    'positions',
    flows(dailyLocation(first, lonLat), dailyLocation(second, lonLat)),
    (row, end) => {
      const columns = Object.fromEntries(Object.entries(row))
      return `${columns[`lon_${end}`]},${columns[`lat_${end}`]}`
    },
  ],
]

describe.each(QUERIES)('flows between %s', (_what, spec, key) => {
  /** The flows that have a place at both ends. */
  const expected = async () => {
    const rows = await rowsOf(api, spec)
    const drawn = rows.map(row => ({ origin: key(row, 'from'), dest: key(row, 'to'), count: row.value }))
    return drawn.filter(({ origin, dest }) => origin !== null && dest !== null)
  }

  test('can be drawn by flowmap.gl: each flow, and each of their ends once with its middle', async () => {
    const id = await complete(api, spec)
    const map = await bodyOf(await api.get(id, '.flowmap.json'), 200)
    const drawn = await expected()
    expect(drawn.length).toBeGreaterThan(0)
    expect(inOrder(map.flows as object[])).toEqual(inOrder(drawn))
    const { features } = await bodyOf(await api.get(id, '.geojson'), 200)
    const ends = new Set(drawn.flatMap(({ origin, dest }) => [origin, dest]))
    const centroids = (features as { properties: Record<string, unknown> }[]).map(({ properties }) => {
      const { coordinates: [lon, lat] = [] } = properties.centroid as { coordinates?: number[] }
      return { id: properties.pcod ?? `${properties.lon},${properties.lat}`, lat, lon }
    })
    expect(inOrder(map.locations as object[])).toEqual(
      inOrder(centroids.filter(({ id: place }) => ends.has(String(place)))),
    )
  })

  test('are a table of arcs for kepler.gl', async () => {
    const id = await complete(api, spec)
    const { header, records } = parseCsv(await (await api.get(id, '.arcs.csv')).text())
    expect(header).toEqual(['origin', 'dest', 'count', 'origin_lon', 'origin_lat', 'dest_lon', 'dest_lat'])
    const map = await bodyOf(await api.get(id, '.flowmap.json'), 200)
    const places = new Map(
      (map.locations as { id: string; lat: number; lon: number }[]).map(each => [each.id, each]),
    )
    const [from, to] = [records[0]?.[0] ?? '', records[0]?.[1] ?? '']
    expect(records[0]?.slice(3).map(Number)).toEqual(
      [places.get(from), places.get(to)].flatMap(place => [place?.lon, place?.lat]),
    )
    expect(inOrder(records.map(([origin, dest, count]) => ({ origin, dest, count: Number(count) })))).toEqual(
      inOrder(await expected()),
    )
  })
})

test('counts of places have no flows to draw', async () => {
  const id = await complete(api, spatialAggregate(dailyLocation(first)))
  const body = await bodyOf(await api.get(id, '.flowmap.json'), 403)
  expect(body.msg).toContain('no flow representation')
})
