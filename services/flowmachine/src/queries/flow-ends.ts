import type { FlowEnd, JoinType } from '@flowkit/contract'
import { Sql, sql } from '../sql.ts'
import type { RenderContext } from './definition.ts'
import { mayLackPlaces } from './unlocated.ts'

/** Subscribers who have one place first and another place then. */
export interface FlowSpec {
  readonly from_location: FlowEnd
  readonly to_location: FlowEnd
  readonly join_type: JoinType
}

const JOINS = {
  inner: new Sql('JOIN'),
  'left outer': new Sql('LEFT JOIN'),
  'right outer': new Sql('RIGHT JOIN'),
  'full outer': new Sql('FULL JOIN'),
} as const

/** `FROM` the two ends of flows: `earlier` and `later`, each with `place`, and their `subscriber`. */
export function flowEnds({ from_location, to_location, join_type }: FlowSpec, context: RenderContext): Sql {
  return sql`
    FROM ${context.part(from_location)} AS earlier
    ${JOINS[join_type]} ${context.part(to_location)} AS later USING (subscriber)`
}

/** How many places an end of flows can be at: one more than there are, where it can be at none. */
export function placesOfEnd(spec: FlowSpec, end: 'from' | 'to', places: number): number {
  const { from_location, to_location, join_type } = spec
  const [own, open] = {
    from: [from_location, ['right outer', 'full outer']] as const,
    to: [to_location, ['left outer', 'full outer']] as const,
  }[end]
  return places + (mayLackPlaces(own) || open.some(join => join === join_type) ? 1 : 0)
}

/** How many pairs of places flows can be between, given how many places there are first and how many then. */
export function pairsOfEnds(spec: FlowSpec, origins: number, destinations: number): number {
  return placesOfEnd(spec, 'from', origins) * placesOfEnd(spec, 'to', destinations)
}
