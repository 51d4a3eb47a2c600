import type { Client, FeatureCollection, Geometry, Position } from 'flowclient'

/** An area to draw. */
export interface Area {
  readonly type: 'Feature'
  readonly geometry: Geometry
  readonly properties: { readonly pcod: string }
}

/**
 * The areas of a unit, in coordinates that can be drawn as they are: a degree of longitude is made as short beside one of
 * latitude as it is in the middle of the country.
 */
export async function areasOf(
  client: Client,
  unit: 'admin0' | 'admin1' | 'admin2' | 'admin3',
): Promise<Area[]> {
  const { features }: FeatureCollection<{ readonly pcod: string }> = await client.geography(unit)
  const drawn = features.flatMap(({ geometry, properties: { pcod } }) =>
    geometry ? [{ geometry, pcod }] : [],
  )
  const latitudes = drawn.flatMap(({ geometry }) => positionsOf(geometry).map(([, lat = 0]) => lat))
  const middle = latitudes.reduce((sum, lat) => sum + lat, 0) / latitudes.length
  const shorter = Math.cos((middle * Math.PI) / 180)
  const moved = ([lon = 0, lat = 0]: Position): Position => [lon * shorter, lat]
  return drawn.map(({ geometry, pcod }) => ({
    type: 'Feature',
    geometry: mapPositions(geometry, moved),
    properties: { pcod },
  }))
}

/** The middle of the rectangle around an area, as drawn. */
export function middleOf({ geometry }: Area): readonly [number, number] {
  const positions = positionsOf(geometry)
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2
  return [middle(positions.map(([x = 0]) => x)), middle(positions.map(([, y = 0]) => y))]
}

function positionsOf(geometry: Geometry): readonly Position[] {
  switch (geometry.type) {
    case 'Point':
      return [geometry.coordinates]
    case 'Polygon':
      return geometry.coordinates.flat()
    case 'MultiPolygon':
      return geometry.coordinates.flat(2)
  }
}

function mapPositions(geometry: Geometry, move: (position: Position) => Position): Geometry {
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: move(geometry.coordinates) }
    case 'Polygon':
      return { type: 'Polygon', coordinates: geometry.coordinates.map(ring => ring.map(move)) }
    case 'MultiPolygon':
      return {
        type: 'MultiPolygon',
        coordinates: geometry.coordinates.map(polygon => polygon.map(ring => ring.map(move))),
      }
  }
}
