import { z } from 'zod'

/**
 * The sizes of the squares that results can be about, in kilometres. All grids have one origin and each size is a
 * multiple of the one before, so that a square of one is made of whole squares of every finer one: were they not, the
 * difference of two squares would be about a strip between them, which no rule looks at.
 */
export const GRID_SIZES_KM = [1, 5, 10, 50] as const

/** Administrative areas of four levels. */
export const ADMINISTRATIVE_UNITS = ['admin0', 'admin1', 'admin2', 'admin3'] as const

type GridUnit = `grid:${(typeof GRID_SIZES_KM)[number]}`
const GRID_UNITS = ['grid:1', 'grid:5', 'grid:10', 'grid:50'] as const satisfies readonly GridUnit[]

/** Places in which any position may lie: administrative areas, or the squares of a grid. */
export const AREA_UNITS = [...ADMINISTRATIVE_UNITS, ...GRID_UNITS] as const

/**
 * The places that results can be about: areas, the positions of cells, or cells and sites by the operator's ids (whatever
 * version of them was in service).
 */
export const AGGREGATION_UNITS = [...ADMINISTRATIVE_UNITS, 'lon-lat', 'cell', 'site', ...GRID_UNITS] as const
export type AggregationUnit = (typeof AGGREGATION_UNITS)[number]

/** How long the sides of the squares of a grid are, in kilometres; null for places that are no squares. */
export function gridSizeOf(unit: AggregationUnit): number | null {
  return GRID_SIZES_KM.find(size => unit === `grid:${size}`) ?? null
}

/** Whether places are administrative areas, of which there are boundaries. */
export function isAdministrative(unit: AggregationUnit): boolean {
  return unit.startsWith('admin')
}

export const aggregationUnit = z.enum(AGGREGATION_UNITS)

const IDENTIFIER = '[a-z_][a-z0-9_]{0,62}'
const qualifiedTable = z
  .string()
  .regex(
    new RegExp(`^${IDENTIFIER}\\.${IDENTIFIER}$`),
    'Must be the name of a table with its schema, e.g. geography.districts.',
  )
const column = z.string().regex(new RegExp(`^${IDENTIFIER}$`), 'Must be the name of a column.')
const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform(value => value ?? null)

/** The parameters that together say what places a query is about. */
export const spatialUnitFields = {
  aggregation_unit: aggregationUnit.describe('The places that the answer is about.'),
  mapping_table: orNull(qualifiedTable).describe(
    'A table that says which area each cell belongs to, instead of the area that it stands in.',
  ),
  geom_table: orNull(qualifiedTable).describe('With lon-lat: the table that holds the positions to report.'),
  geom_table_join_column: orNull(column).describe(
    'With lon-lat: the column that mapping_table and geom_table share.',
  ),
}

/** What places a query is about, in canonical form. */
export interface SpatialUnit {
  readonly aggregation_unit: AggregationUnit
  readonly mapping_table: string | null
  readonly geom_table: string | null
  readonly geom_table_join_column: string | null
}

/** The spatial unit among a spec's other parameters. */
export function pickSpatialUnit(spec: SpatialUnit): SpatialUnit {
  const { aggregation_unit, mapping_table, geom_table, geom_table_join_column } = spec
  return { aggregation_unit, mapping_table, geom_table, geom_table_join_column }
}

/** Whether two units name the same places by the same mapping. */
export function sameUnit(one: SpatialUnit, other: SpatialUnit): boolean {
  return JSON.stringify(pickSpatialUnit(one)) === JSON.stringify(pickSpatialUnit(other))
}

/**
 * Refuses parts of a query that tell different places apart.
 *
 * @param path The parameter that has to agree, or list of parts.
 * @param units The places of the parts; null where a part has failed on its own.
 */
export function checkSameUnit(
  context: z.RefinementCtx,
  path: string,
  message: string,
  [first, ...others]: readonly (SpatialUnit | null)[],
): void {
  if (first && others.some(other => other && !sameUnit(first, other)))
    context.addIssue({ code: 'custom', path: [path], message })
}

/** Refuses tables that the unit would not use: an option without effect is a mistake of the asker's. */
export function checkSpatialUnit(unit: SpatialUnit, context: z.RefinementCtx): void {
  const report = (field: keyof SpatialUnit, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message })
  if (unit.aggregation_unit !== 'lon-lat') {
    if (unit.geom_table !== null) report('geom_table', 'Only used with the aggregation unit lon-lat.')
    if (unit.geom_table_join_column !== null)
      report('geom_table_join_column', 'Only used with the aggregation unit lon-lat.')
    if (unit.mapping_table !== null && !isAdministrative(unit.aggregation_unit))
      report('mapping_table', 'Only used with administrative areas and the aggregation unit lon-lat.')
    return
  }
  const tables = [unit.mapping_table, unit.geom_table, unit.geom_table_join_column]
  if (tables.some(table => table === null) && tables.some(table => table !== null))
    report('mapping_table', 'mapping_table, geom_table and geom_table_join_column go together.')
}
