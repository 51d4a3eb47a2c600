import { flows as contract, type SpecOf } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, Sql, sql } from '../sql.ts'
import { defineKind } from './definition.ts'

const placesOf = (spec: SpecOf<typeof contract>) => {
  const unit = contract.unit(spec)
  return unit === null ? [] : placeColumns(unit)
}

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
  render: (spec, context) => {
    const places = placesOf(spec)
    const ends = [
      ...places.map(column => sql`origins.${name(column)} AS ${name(`${column}_from`)}`),
      ...places.map(column => sql`destinations.${name(column)} AS ${name(`${column}_to`)}`),
    ]
    const pair = [
      ...places.map(column => name(`${column}_from`)),
      ...places.map(column => name(`${column}_to`)),
    ]
    return sql`
      SELECT ${ends}, count(*) AS value
      FROM ${context.part(spec.from_location)} AS origins
      ${JOINS[spec.join_type]} ${context.part(spec.to_location)} AS destinations USING (subscriber)
      GROUP BY ${pair}
      ORDER BY ${pair}`
  },
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'flows',
    columns: spec => [
      ...placesOf(spec).map(column => `${column}_from`),
      ...placesOf(spec).map(column => `${column}_to`),
      'value',
    ],
    gridSize: ({ join_type }, places) =>
      (places + OPEN_ENDS[join_type].from) * (places + OPEN_ENDS[join_type].to),
  },
})
