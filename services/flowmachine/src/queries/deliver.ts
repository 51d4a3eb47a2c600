import { definitionOf, sameUnit, unitsOf } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { join, name, type Sql, sql } from '../sql.ts'
import { releaseOf } from './index.ts'
import type { Query } from './query.ts'
import { unitsOfFlows } from './unit-of.ts'

/** The SQL with which the gateway reads a released result as rows. */
export function rowsSql(query: Query, released: Sql): Sql {
  const columns = releaseOf(query.spec)
    .columns(query.spec)
    .map(column => name(column))
  return sql`SELECT ${columns} FROM ${released}`
}

/**
 * The SQL with which the gateway reads a released result as the features of a map: `type`, `id`, `geometry` and
 * `properties` of each. Rows about places become a feature each; flows become a feature per place, which holds
 * `inflows` and `outflows` by the other place, and labelled ones by the label before that. A place of two columns is
 * written `lon,lat` where it is a key, and no label `unlabelled`. Between places of two units flows become features of
 * the one with `outflows` and of the other with `inflows`.
 *
 * @param places The released table of the unit's geography.
 * @param otherPlaces That of the places at the other end of flows, which are the same unless their unit is another one.
 */
export function featuresSql(query: Query, released: Sql, places: Sql, otherPlaces: Sql = places): Sql {
  const { spec } = query
  const [unit] = unitsOf(spec)
  if (unit === undefined) throw new Error(`Results of kind ${spec.query_kind} have no shape on a map`)
  if (spec.query_kind === 'geography') return placeFeatures(released)
  const { shape } = releaseOf(spec)
  if (shape === 'places') return rowFeatures(released, places, placeColumns(unit))
  const [from, to] = unitsOfFlows(definitionOf(spec), spec)
  const flows: Flows = {
    released,
    columns: { _from: placeColumns(from), _to: placeColumns(to) },
    label: shape === 'labelled flows' ? 'value_label' : null,
  }
  if (sameUnit(from, to)) return flowFeatures(flows, places, ['_to', '_from'])
  return sql`
    ${flowFeatures(flows, places, ['_from'])}
    UNION ALL
    ${flowFeatures(flows, otherPlaces, ['_to'])}`
}

function placeFeatures(released: Sql): Sql {
  return sql`
    SELECT 'Feature' AS type, gid AS id, geometry,
      to_jsonb(places) - ARRAY['gid', 'geometry'] AS properties
    FROM ${released} AS places`
}

function rowFeatures(released: Sql, places: Sql, columns: readonly string[]): Sql {
  return sql`
    SELECT 'Feature' AS type, places.gid AS id, places.geometry,
      to_jsonb(result) || jsonb_build_object('centroid', places.centroid) AS properties
    FROM ${released} AS result
    LEFT JOIN ${places} AS places USING (${columns.map(column => name(column))})`
}

type End = '_from' | '_to'

/** Released flows, and how they name their places. */
interface Flows {
  readonly released: Sql
  readonly columns: Readonly<Record<End, readonly string[]>>
  /** The column that tells rows of one pair of places apart, if there is one. */
  readonly label: string | null
}

/** What flows are called at the place where they end, or begin. */
const FLOWS_AT = { _to: 'inflows', _from: 'outflows' } as const

/** Features of places with the flows that have them at some ends. */
function flowFeatures(flows: Flows, places: Sql, ends: readonly [End, ...End[]]): Sql {
  const columns = flows.columns[ends[0]]
  const found = (end: End) =>
    ends.includes(end) ? sql`coalesce(${name(FLOWS_AT[end], FLOWS_AT[end])}, '{}')` : sql`'{}'::jsonb`
  const joins = ends.map(
    end => sql`
      LEFT JOIN (
        ${flowsAt(flows, end)}
      ) AS ${name(FLOWS_AT[end])} USING (${columns.map(column => name(column))})`,
  )
  const any = ends.map(end => sql`${name(FLOWS_AT[end], FLOWS_AT[end])} IS NOT NULL`)
  return sql`
    SELECT 'Feature' AS type, places.gid AS id, places.geometry,
      jsonb_build_object(
        ${columns.flatMap(column => [sql`${column}`, sql`places.${name(column)}`])},
        'inflows', ${found('_to')},
        'outflows', ${found('_from')},
        'centroid', places.centroid
      ) AS properties
    FROM ${places} AS places
    ${join(joins, '\n')}
    WHERE ${join(any, ' OR ')}`
}

/** The flows at each place by the place at the other end, and by the label before that. */
function flowsAt({ released, columns, label }: Flows, here: End): Sql {
  const there = here === '_from' ? '_to' : '_from'
  const alias = name(FLOWS_AT[here])
  const other = columns[there].map(column => sql`${name(`${column}${there}`)}::text`)
  const known = (['_from', '_to'] as const).flatMap(end =>
    columns[end].map(column => sql`${name(`${column}${end}`)} IS NOT NULL`),
  )
  const labels = label === null ? [] : [name(label)]
  const own = columns[here].map(column => name(`${column}${here}`))
  const ends = columns[here].map(column => sql`${name(`${column}${here}`)} AS ${name(column)}`)
  const byPlace = sql`
    SELECT ${[...ends, ...labels]}, jsonb_object_agg(concat_ws(',', ${other}), value) AS ${alias}
    FROM ${released}
    WHERE ${join(known, ' AND ')}
    GROUP BY ${[...own, ...labels]}`
  if (label === null) return byPlace
  const places = columns[here].map(column => name(column))
  return sql`
    SELECT ${places}, jsonb_object_agg(coalesce(${name(label)}, 'unlabelled'), ${alias}) AS ${alias}
    FROM (
      ${byPlace}
    ) AS labelled
    GROUP BY ${places}`
}
