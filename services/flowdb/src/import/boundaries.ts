import type pg from 'pg'
import { type Area, areaOf, UnusableFeature } from '../boundaries/areas.ts'
import { type BoundariesReport, type Level, loadBoundaries } from '../boundaries/load.ts'
import { inTransaction } from '../load/one-connection.ts'
import { columnsHeld, hasRows } from './tables.ts'

interface AreaRow {
  readonly code: string | null
  readonly name: string | null
  readonly parent: string | null
  readonly srid: number
  readonly geometry: Record<string, unknown> | null
}

/**
 * Imports the areas of a level from `geography.adminN` of another FlowDB, which may be a table or a view there.
 *
 * @returns undefined where the source has none.
 */
export async function importBoundaries(
  source: pg.ClientBase,
  pool: pg.Pool,
  level: Level,
): Promise<BoundariesReport | undefined> {
  if (!(await hasRows(source, `geography.admin${level}`))) return undefined
  return inTransaction(source, () => loadBoundaries(pool, level, areasOf(source, level)))
}

/** Shapes can be large: a few at a time. */
const AT_ONCE = 20

async function* areasOf(source: pg.ClientBase, level: Level): AsyncGenerator<Area | UnusableFeature> {
  const table = `geography.admin${level}`
  const [parent = 'NULL'] = await columnsHeld(source, table, ['parent_pcod'])
  await source.query(`
    DECLARE areas NO SCROLL CURSOR FOR
    SELECT admin${level}pcod::text AS code, admin${level}name::text AS name, ${parent}::text AS parent,
      ST_SRID(geom) AS srid, ST_AsGeoJSON(geom, 15)::jsonb AS geometry
    FROM ${table}
    ORDER BY admin${level}pcod
  `)
  for (;;) {
    const { rows } = await source.query<AreaRow>(`FETCH ${AT_ONCE} FROM areas`)
    if (rows.length === 0) return
    for (const row of rows) yield areaIn(row)
  }
}

const FIELDS = { id: 'code', name: 'name', parent: undefined }

function areaIn({ code, name, parent, srid, geometry }: AreaRow): Area | UnusableFeature {
  if (srid !== 4326) return new UnusableFeature(`its coordinates are EPSG:${srid}, not WGS 84`)
  try {
    const area = areaOf({ type: 'Feature', properties: { code, name }, geometry }, FIELDS)
    return { ...area, parent: parent ?? undefined }
  } catch (error) {
    if (error instanceof UnusableFeature) return error
    throw error
  }
}
