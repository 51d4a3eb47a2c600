import type { Geometry } from 'flowclient'
import type { Settings } from './config.ts'
import { asSuperuser } from './database.ts'
import type { MultiPolygon } from './map/geometry.ts'
import type { Secrets } from './secrets.ts'

/** The names of the districts by code. FlowAPI knows codes only; names are the administrator's to look up. */
export async function districtNames(settings: Settings, secrets: Secrets): Promise<Map<string, string>> {
  const { rows } = await asSuperuser(settings, secrets, client =>
    client.query<{ code: string; name: string }>(
      'SELECT admin3pcod AS code, admin3name AS name FROM geography.admin3',
    ),
  )
  return new Map(rows.map(({ code, name }) => [code, name]))
}

/** The shape of an area, whether it is of one piece or of several. Anything else than an area has none. */
export function shapeOf(geometry: Geometry | null): MultiPolygon {
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates
  if (geometry?.type === 'Polygon') return [geometry.coordinates]
  return []
}
