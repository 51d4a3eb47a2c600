import { definitionOf } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { join, name, type Sql, sql } from '../sql.ts'
import { releaseOf } from './index.ts'
import type { Query } from './query.ts'

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
 * written `lon,lat` where it is a key, and no label `unlabelled`.
 *
 * @param places The released table of the unit's geography.
 */
export function featuresSql(query: Query, released: Sql, places: Sql): Sql {
  const unit = definitionOf(query.spec).unit(query.spec)
  if (unit === null) throw new Error(`Results of kind ${query.spec.query_kind} have no shape on a map`)
  const columns = placeColumns(unit)
  if (query.spec.query_kind === 'geography') return placeFeatures(released)
  const { shape } = releaseOf(query.spec)
  if (shape === 'flows') return flowFeatures(released, places, columns)
  if (shape === 'labelled flows') return flowFeatures(released, places, columns, 'value_label')
  return rowFeatures(released, places, columns)
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

function flowFeatures(released: Sql, places: Sql, columns: readonly string[], label?: string): Sql {
  const direction = (here: '_from' | '_to', there: '_from' | '_to', alias: string) => {
    const other = columns.map(column => sql`${name(`${column}${there}`)}::text`)
    const known = columns.flatMap(column => [
      sql`${name(`${column}_from`)} IS NOT NULL`,
      sql`${name(`${column}_to`)} IS NOT NULL`,
    ])
    const labels = label === undefined ? [] : [sql`${name(label)}`]
    const ends = columns.map(column => sql`${name(`${column}${here}`)} AS ${name(column)}`)
    const flowsOf = sql`
      SELECT ${[...ends, ...labels]}, jsonb_object_agg(concat_ws(',', ${other}), value) AS ${name(alias)}
      FROM ${released}
      WHERE ${join(known, ' AND ')}
      GROUP BY ${[...columns.map(column => name(`${column}${here}`)), ...labels]}`
    return sql`
      LEFT JOIN (
        ${label === undefined ? flowsOf : labelledFlowsOf(flowsOf, label, alias)}
      ) AS ${name(alias)} USING (${columns.map(column => name(column))})`
  }
  const labelledFlowsOf = (flowsOf: Sql, by: string, alias: string) => sql`
    SELECT ${columns.map(column => name(column))},
      jsonb_object_agg(coalesce(${name(by)}, 'unlabelled'), ${name(alias)}) AS ${name(alias)}
    FROM (
      ${flowsOf}
    ) AS labelled
    GROUP BY ${columns.map(column => name(column))}`
  return sql`
    SELECT 'Feature' AS type, places.gid AS id, places.geometry,
      jsonb_build_object(
        ${columns.flatMap(column => [sql`${column}`, sql`places.${name(column)}`])},
        'inflows', coalesce(inflows.inflows, '{}'),
        'outflows', coalesce(outflows.outflows, '{}'),
        'centroid', places.centroid
      ) AS properties
    FROM ${places} AS places
    ${direction('_to', '_from', 'inflows')}
    ${direction('_from', '_to', 'outflows')}
    WHERE inflows.inflows IS NOT NULL OR outflows.outflows IS NOT NULL`
}
