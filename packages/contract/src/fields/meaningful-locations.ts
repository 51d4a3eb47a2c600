import { z } from 'zod'
import { eventTypes } from './event-types.ts'
import { intersect, isSimple, type Polygons, type Position } from './polygons.ts'
import { AREA_UNITS, type SpatialUnit, spatialUnitFields } from './spatial-unit.ts'
import { subscriberSubset } from './subscriber-subset.ts'

/** The label of clusters that are in no shape. */
export const UNKNOWN_LABEL = 'unknown'

/** From Monday on, as ISO 8601 numbers them. */
export const DAYS_OF_WEEK = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

/** More than anybody tells apart; every two of them are compared. */
const MOST_LABELS = 20
/** Enough for any shape of a label; every two edges are compared. */
const MOST_POSITIONS = 100
/** Half of the equator: all sites of the world are nearer to each other. */
const LONGEST_RADIUS_KM = 20_000

const position = z.array(z.number()).length(2)
const ring = z.array(position).min(3)
const polygon = z.array(ring).min(1)

/** A shape in the plane of scores, in canonical form: a multipolygon whose rings are closed. */
export interface LabelShape {
  readonly type: 'MultiPolygon'
  readonly coordinates: Polygons
}

const shape = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('Polygon'), coordinates: polygon }),
    z.strictObject({
      type: z.literal('MultiPolygon'),
      coordinates: z.array(polygon).min(1),
    }),
  ])
  .refine(({ coordinates }) => coordinates.flat(Number.POSITIVE_INFINITY).length <= 2 * MOST_POSITIONS, {
    error: `Must have ${MOST_POSITIONS} positions at most.`,
    abort: true,
  })
  .transform((given): LabelShape => {
    const polygons = given.type === 'Polygon' ? [given.coordinates] : given.coordinates
    return { type: 'MultiPolygon', coordinates: polygons.map(rings => rings.map(closed)) }
  })
  .refine(({ coordinates }) => isSimple(coordinates), {
    error: 'Must be polygons whose edges do not meet and which are not in each other.',
  })

function closed(given: readonly (readonly number[])[]): Position[] {
  const positions = given.map(([x = 0, y = 0]): Position => [x, y])
  const [first] = positions
  const last = positions.at(-1)
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...positions, first] : positions
}

const score = z.number().min(-1).max(1)

const daysScores = z.strictObject({
  monday: score,
  tuesday: score,
  wednesday: score,
  thursday: score,
  friday: score,
  saturday: score,
  sunday: score,
})

/** Names stand in SQL, which takes no control characters. */
function isOneLine(name: string): boolean {
  return !/\p{Cc}/u.test(name)
}

function isOfFewLabels(labels: object): boolean {
  const { length } = Object.keys(labels)
  return length >= 1 && length <= MOST_LABELS
}

/** The name of a label that is asked for. */
export const labelName = z
  .string()
  .min(1)
  .describe('A name among the labels, or unknown for the clusters that are in no shape.')

/** Why clusters have no tables of cells; clients of FlowKit name these for every kind, as null. */
const UNUSED = 'Must be null or left out: clusters of sites are where they lie.'

/** Where the method of meaningful locations comes from. */
export const MEANINGFUL_LOCATIONS_SOURCE =
  'S. Isaacman et al., Identifying Important Places in People’s Lives from Cellular Network Data, Pervasive (2011); G. A. Zagatti et al., A trip to work, Development Engineering 3 (2018); J. A. Hartigan, Clustering Algorithms (1975), chapter 3'

/** The parameters that say how the sites of subscribers become clusters with labels. */
export const meaningfulLocationsFields = {
  ...spatialUnitFields,
  aggregation_unit: z.enum(AREA_UNITS).describe('The areas, or squares of a grid, that the answer is about.'),
  mapping_table: spatialUnitFields.mapping_table.describe(UNUSED),
  geom_table: spatialUnitFields.geom_table.describe(UNUSED),
  geom_table_join_column: spatialUnitFields.geom_table_join_column.describe(UNUSED),
  labels: z
    .record(
      z
        .string()
        .min(1)
        .refine(isOneLine, { error: 'Must be one line of text.' })
        .refine(name => name !== UNKNOWN_LABEL, {
          error: 'The label unknown is that of clusters in no shape.',
        }),
      shape,
    )
    .refine(isOfFewLabels, { error: `Must have 1 to ${MOST_LABELS} labels.` })
    .describe(
      'What clusters are called, as names of GeoJSON polygons: a cluster has the label in whose shape it lies (not on its edge) with its score of hours to the right and its score of days upwards. Shapes must not meet.',
    ),
  tower_hour_of_day_scores: z
    .array(score)
    .length(24)
    .describe('How events of each hour score, from -1 to 1; the first is the hour from midnight.'),
  tower_day_of_week_scores: daysScores.describe('How events of each day of the week score, from -1 to 1.'),
  tower_cluster_radius: z
    .number()
    .min(0)
    .max(LONGEST_RADIUS_KM)
    .nullish()
    .transform(radius => radius ?? 1)
    .describe(
      'Up to how many kilometres from the middle of a cluster a site still belongs to it; 1 unless given.',
    ),
  tower_cluster_call_threshold: z
    .int()
    .min(0)
    .nullish()
    .transform(threshold => threshold ?? 0)
    .describe(
      'Clusters count whose sites have at least so many days with events, added up over the sites; 0 unless given.',
    ),
  event_types: eventTypes,
  subscriber_subset: subscriberSubset(),
}

interface Labelled extends SpatialUnit {
  readonly labels: Readonly<Record<string, LabelShape>>
}

/**
 * Refuses shapes that meet, names that no shape has, and tables of cells: a cluster is where it lies.
 *
 * @param asked The labels that are asked for, by their parameter.
 */
export function checkMeaningfulLocations(
  { labels, ...unit }: Labelled,
  asked: Readonly<Record<string, string>>,
  context: z.RefinementCtx,
): void {
  const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  for (const table of ['mapping_table', 'geom_table', 'geom_table_join_column'] as const)
    if (unit[table] !== null) refuse([table], UNUSED)
  // Labels that are wrong in themselves have been refused, and are not shapes that could be compared.
  if (context.issues.some(({ path }) => path?.[0] === 'labels')) return
  const shapes = Object.entries(labels)
  for (const [index, [name, { coordinates }]] of shapes.entries())
    for (const [other, shape] of shapes.slice(index + 1))
      if (intersect(coordinates, shape.coordinates))
        refuse(['labels', other], `Must not meet the label ${name}.`)
  const names = [...Object.keys(labels), UNKNOWN_LABEL]
  for (const [parameter, name] of Object.entries(asked))
    if (!names.includes(name)) refuse([parameter], `Must be one of: ${names.join(', ')}.`)
}
