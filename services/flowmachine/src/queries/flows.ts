import { flows as contract, type SpecOf } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, Sql, sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { unitOf } from './unit-of.ts'

const columnsOf = (spec: SpecOf<typeof contract>, end: '_from' | '_to') =>
  placeColumns(unitOf(contract, spec)).map(column => `${column}${end}`)

const JOINS = {
  inner: new Sql('JOIN'),
  'left outer': new Sql('LEFT JOIN'),
  'right outer': new Sql('RIGHT JOIN'),
  'full outer': new Sql('FULL JOIN'),
} as const

/** The ends that may be null, because a subscriber can be missing there. */
const OPEN_ENDS = {
  inner: { from: 0, to: 0 },
  'left outer': { from: 0, to: 1 },
  'right outer': { from: 1, to: 0 },
  'full outer': { from: 1, to: 1 },
} as const

/**
 * The number of subscribers with one place in the first query and another in the second: the place columns with
 * `_from`, those with `_to`, `value`. Those who stay are counted too. Outer joins give null on the missing side.
 */
export const flows = defineKind({
  contract,
  parts: spec => [placesOf(unitOf(contract, spec))],
  render: (spec, context) => {
    const columns = placeColumns(unitOf(contract, spec))
    const ends = [
      ...columns.map(column => sql`origins.${name(column)} AS ${name(`${column}_from`)}`),
      ...columns.map(column => sql`destinations.${name(column)} AS ${name(`${column}_to`)}`),
    ]
    const places = context.part(placesOf(unitOf(contract, spec)))
    return sql`
      SELECT ${ends}, value
      FROM (
        SELECT earlier.place AS origin, later.place AS destination, count(*) AS value
        FROM ${context.part(spec.from_location)} AS earlier
        ${JOINS[spec.join_type]} ${context.part(spec.to_location)} AS later USING (subscriber)
        GROUP BY origin, destination
      ) AS pairs
      LEFT JOIN ${places} AS origins ON origins.place = origin
      LEFT JOIN ${places} AS destinations ON destinations.place = destination
      ORDER BY origin, destination`
  },
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'flows',
    columns: spec => [...columnsOf(spec, '_from'), ...columnsOf(spec, '_to'), 'value'],
    gridSize: ({ join_type }, places) =>
      (places + OPEN_ENDS[join_type].from) * (places + OPEN_ENDS[join_type].to),
  },
})
