import { type EventType, type Hours, pickSpatialUnit, type SpatialUnit } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { internalKind } from './internal-kind.ts'
import { needOf } from './need.ts'
import { cellPlacesOf } from './places.ts'

// A kind that nobody can ask for: those made of it join it with itself, and it is computed once.

interface SpansAsked extends SpatialUnit {
  readonly start_date: string
  readonly end_date: string
  readonly hours: Hours | null
  readonly event_types: EventType[]
  readonly subscriber_subset: unknown
}
type SpansSpec = SpansAsked & { readonly query_kind: string }

/** The spans of visits, as a part of a query. */
export function visitSpansOf(spec: SpansAsked) {
  const { start_date, end_date, hours, event_types, subscriber_subset } = spec
  const events = { start_date, end_date, hours, event_types, subscriber_subset }
  return { query_kind: 'visit_spans', ...events, ...pickSpatialUnit(spec) }
}

const contract = internalKind<SpansSpec>('visit_spans', pickSpatialUnit)

/** When a subscriber was first and last seen at each place: `subscriber`, `place`, `first_at`, `last_at`. */
export const visitSpans = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  parts: spec => [cellPlacesOf(spec)],
  render: (spec, context) => sql`
    SELECT subscriber, place, min(at) AS first_at, max(at) AS last_at
    FROM (
      ${context.presence(needOf(spec, context), 'moments', pickSpatialUnit(spec))}
    ) AS seen
    GROUP BY subscriber, place`,
})
