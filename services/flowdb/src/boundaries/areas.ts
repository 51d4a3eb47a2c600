import { z } from 'zod'

/** An area as it is to be loaded. */
export interface Area {
  /** The code that results name it by, such as a p-code. */
  readonly id: string
  readonly name: string
  /** The id of the area of the level above that it belongs to, where the source says so. */
  readonly parent: string | undefined
  /** A Polygon or MultiPolygon in longitude and latitude (WGS 84, degrees), as GeoJSON text. */
  readonly geometry: string
}

/** Which properties of a feature hold what. */
export interface AreaFields {
  readonly id: string
  readonly name: string
  readonly parent: string | undefined
}

/** Why a feature is not an area that can be loaded; the message says what is wrong with it. */
export class UnusableFeature extends Error {
  override readonly name = 'UnusableFeature'
}

const featureSchema = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullable(),
  geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullable(),
})

/**
 * Reads a GeoJSON feature as an area. What can be told without geometry is checked here: that rings are closed and
 * positions are degrees; whether the shape is valid, the database decides.
 *
 * @throws {UnusableFeature} where it is none.
 */
export function areaOf(feature: unknown, fields: AreaFields): Area {
  const { success, data } = featureSchema.safeParse(feature)
  if (!success) throw new UnusableFeature('it is not a GeoJSON feature')
  const property = (name: string) => textOf(name, data.properties?.[name])
  return {
    id: property(fields.id),
    name: property(fields.name),
    parent: fields.parent === undefined ? undefined : property(fields.parent),
    geometry: geometryOf(data.geometry),
  }
}

function textOf(name: string, value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  if (text === '') throw new UnusableFeature(`its property ${name} is missing or empty`)
  return text
}

function geometryOf(geometry: z.output<typeof featureSchema>['geometry']): string {
  if (geometry === null) throw new UnusableFeature('it has no geometry')
  const { type, coordinates } = geometry
  const polygons = type === 'Polygon' ? [coordinates] : coordinates
  if (type !== 'Polygon' && type !== 'MultiPolygon')
    throw new UnusableFeature(`its geometry is a ${type}; an area is a Polygon or a MultiPolygon`)
  for (const polygon of filled(polygons)) for (const ring of filled(polygon)) checkRing(filled(ring))
  return JSON.stringify({ type, coordinates })
}

function filled(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new UnusableFeature('its geometry is empty')
  return value
}

function checkRing(ring: readonly unknown[]): void {
  ring.forEach(checkPosition)
  if (ring.length < 4) throw new UnusableFeature('a ring of its geometry has fewer than four positions')
  if (String(ring[0]) !== String(ring[ring.length - 1]))
    throw new UnusableFeature('a ring of its geometry is not closed: it must end where it begins')
}

function checkPosition(position: unknown): void {
  const [lon, lat] = Array.isArray(position) ? position : []
  const within = (degrees: unknown, limit: number) =>
    typeof degrees === 'number' && Math.abs(degrees) <= limit
  if (!within(lon, 180) || !within(lat, 90))
    throw new UnusableFeature(
      `${JSON.stringify(position)} is not a longitude and a latitude in degrees: the file must be in WGS 84`,
    )
}
