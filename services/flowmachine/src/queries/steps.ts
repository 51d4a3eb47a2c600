import { type EventType, type Hours, pickSpatialUnit, type SpatialUnit } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { internalKind } from './internal-kind.ts'
import { needOf } from './need.ts'
import { cellPlacesOf } from './places.ts'

// A kind that nobody can ask for: being about single subscribers, it is computed for some of them at a time.

interface StepsAsked extends SpatialUnit {
  readonly start_date: string
  readonly end_date: string
  readonly hours: Hours | null
  readonly event_types: EventType[]
  readonly subscriber_subset: unknown
}
type StepsSpec = StepsAsked & { readonly query_kind: string }

/** The steps from event to event, as a part of a query. */
export function stepsOf(spec: StepsAsked) {
  const { start_date, end_date, hours, event_types, subscriber_subset } = spec
  const events = { start_date, end_date, hours, event_types, subscriber_subset }
  return { query_kind: 'steps', ...events, ...pickSpatialUnit(spec) }
}

const contract = internalKind<StepsSpec>('steps', pickSpatialUnit)

/**
 * From where to where a subscriber's next event was, or whether it was at the same place: `subscriber`, `origin`,
 * `destination`, each once.
 *
 * Events of one moment have no order, so they are not one after the other: from each of their places steps lead to each
 * place of the next moment. An event in two overlapping areas is in both.
 */
export const steps = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  parts: spec => [cellPlacesOf(spec)],
  render: (spec, context) => sql`
    SELECT DISTINCT subscriber, place AS origin, unnest(next_places) AS destination
    FROM (
      SELECT subscriber, place, array_agg(place) OVER next_moment AS next_places
      FROM (
        ${context.presence(needOf(spec, context), 'moments', pickSpatialUnit(spec))}
      ) AS seen
      WINDOW next_moment AS (PARTITION BY subscriber ORDER BY at GROUPS BETWEEN 1 FOLLOWING AND 1 FOLLOWING)
    ) AS followed`,
})
