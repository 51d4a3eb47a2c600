import type { AdminUnit } from '../country/admin-units.ts'
import type { Polygon } from '../country/outline.ts'
import { type LonLat, lonLat, type Point } from '../country/plane.ts'
import { type TableText, tableText } from './copy-text.ts'

const COLUMNS = ['short_name', 'long_name', 'spatial_resolution', 'additional_metadata', 'geom']

/** Administrative units as rows of `geography.geoms`. */
export function unitsTable(units: readonly AdminUnit[]): TableText {
  return tableText(COLUMNS, units, ({ pcode, name, level, parent, polygon }) => {
    const metadata = JSON.stringify({ parent_pcod: parent })
    return [pcode, name, level, metadata, multipolygon(polygon)].join('\t')
  })
}

/** A place as a geometry, in PostGIS's extended well-known text. */
export function point(place: Point): string {
  return `SRID=4326;POINT(${coordinates(lonLat(place))})`
}

/** Coordinates are written in full, so that neighbours keep the very same vertices. */
function multipolygon(polygon: Polygon): string {
  const rings = polygon.map(ring => `(${ring.map(coordinates).join(',')})`)
  return `SRID=4326;MULTIPOLYGON((${rings.join(',')}))`
}

function coordinates([lon, lat]: LonLat): string {
  return `${lon} ${lat}`
}
