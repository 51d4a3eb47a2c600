import type pg from 'pg'
import type { Problems } from './problems.ts'

// All of this looks at the areas that are being loaded, in the temporary table `loading_areas`.

/** Areas that share ground, or ground between areas that belongs to none. */
export interface Discrepancy {
  /** How many pairs of areas, or pieces of ground. */
  readonly count: number
  readonly squareKilometres: number
}

/** What is remarkable about areas that can be loaded. */
export interface Remarks {
  /** Areas whose outline touches itself; they are the same ground, written as PostGIS wants it. */
  readonly rewritten: number
  readonly overlaps: Discrepancy
  /** Ground that the areas enclose and that is in none. Lakes that belong to nobody are among it. */
  readonly gaps: Discrepancy
  /** Areas whose parent is not among those of the level above. */
  readonly orphans: number
  /** Places where cells stand, or have stood, and how many of them are in no area. */
  readonly cells: number
  readonly cellsOutside: number
}

/** What overlaps by less, in square metres, is the rounding of coordinates. */
const ROUNDING = 1

/**
 * Rewrites shapes that PostGIS does not take though what they mean is plain, and rejects the others that are not valid.
 *
 * Plain is an outline that touches itself, such as a lake whose hole meets the shore in one point: the shape that
 * `ST_MakeValid` gives has the very same area then. Where lines cross or parts overlap the areas differ, since what
 * lies in between is counted twice, or against itself; nobody but the author knows what was meant.
 *
 * @returns how many were rewritten.
 */
export async function settleShapes(client: pg.ClientBase, problems: Problems): Promise<number> {
  const { rowCount } = await client.query(`
    UPDATE loading_areas AS area
    SET geom = made.geom
    FROM (
      SELECT number, ST_Multi(ST_MakeValid(geom)) AS geom
      FROM loading_areas
      WHERE NOT ST_IsValid(geom) AND ST_IsValidReason(geom) LIKE 'Ring Self-intersection%'
    ) AS made
    WHERE made.number = area.number AND GeometryType(made.geom) = 'MULTIPOLYGON'
      AND abs(ST_Area(made.geom) - ST_Area(area.geom)) <= 1e-12 * ST_Area(area.geom)
  `)
  const { rows } = await client.query<{ number: number; id: string; reason: string }>(`
    SELECT number, id, ST_IsValidReason(geom) AS reason FROM loading_areas WHERE NOT ST_IsValid(geom) ORDER BY number
  `)
  for (const { number, id, reason } of rows)
    problems.add(number, `the shape of ${id} is not valid: ${reason}`)
  return rowCount ?? 0
}

/** Rejects ids that are there more than once. */
export async function refuseTwins(client: pg.ClientBase, problems: Problems): Promise<void> {
  const { rows } = await client.query<{ number: number; id: string; first: number }>(`
    SELECT number, id, first
    FROM (SELECT number, id, min(number) OVER (PARTITION BY id) AS first FROM loading_areas) AS areas
    WHERE number > first
    ORDER BY number
  `)
  for (const { number, id, first } of rows)
    problems.add(number, `its id ${id} is that of feature ${first} already`)
}

/** What an administrator should know about the areas of a level. */
export async function remarksOn(client: pg.ClientBase, level: number): Promise<Omit<Remarks, 'rewritten'>> {
  const cells = await one<{ cells: number; cellsOutside: number }>(
    client,
    `SELECT count(*) AS cells,
       count(*) FILTER (
         WHERE NOT EXISTS (SELECT FROM loading_areas AS area WHERE ST_Within(geom_point, area.geom))
       ) AS "cellsOutside"
     FROM infrastructure.cells
     WHERE geom_point IS NOT NULL`,
  )
  const { orphans } = await one<{ orphans: number }>(
    client,
    `SELECT count(*) AS orphans
     FROM loading_areas AS area
     WHERE parent IS NOT NULL AND $1 > 0
       AND NOT EXISTS (
         SELECT FROM geography.geoms
         WHERE geo_kind_id = 1 AND spatial_resolution = $1 - 1 AND short_name = area.parent
       )`,
    [level],
  )
  return { overlaps: await overlaps(client), gaps: await gaps(client), orphans, ...cells }
}

function overlaps(client: pg.ClientBase): Promise<Discrepancy> {
  return one<Discrepancy>(
    client,
    `SELECT count(*) AS count, coalesce(sum(metres), 0) / 1e6 AS "squareKilometres"
     FROM (
       SELECT ST_Area(ST_CollectionExtract(ST_Intersection(a.geom, b.geom), 3)::geography) AS metres
       FROM loading_areas AS a
       JOIN loading_areas AS b ON a.number < b.number AND ST_Intersects(a.geom, b.geom)
         AND ST_Relate(a.geom, b.geom, '2********')
     ) AS shared
     WHERE metres > $1`,
    [ROUNDING],
  )
}

function gaps(client: pg.ClientBase): Promise<Discrepancy> {
  return one<Discrepancy>(
    client,
    `SELECT count(*) AS count, coalesce(sum(metres), 0) / 1e6 AS "squareKilometres"
     FROM (
       SELECT ST_Area(ST_MakePolygon(ST_ExteriorRing((hole).geom))::geography) AS metres
       FROM (SELECT (ST_Dump(ST_Union(geom))).geom AS geom FROM loading_areas) AS land,
         LATERAL ST_DumpRings(land.geom) AS hole
       WHERE (hole).path[1] > 0
     ) AS holes
     WHERE metres > $1`,
    [ROUNDING],
  )
}

async function one<T extends object>(
  client: pg.ClientBase,
  text: string,
  values: unknown[] = [],
): Promise<T> {
  const { rows } = await client.query<T>(text, values)
  const row = rows[0]
  if (row === undefined) throw new Error('an aggregate gave no row')
  return row
}
