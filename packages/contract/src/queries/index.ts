import { z } from 'zod'
import type { Spec, SpecDefinition } from '../definition.ts'
import { calendarActivity } from './calendar-activity.ts'
import { dailyLocation } from './daily-location.ts'
import { dfsMetricTotalAmount } from './dfs-metric-total-amount.ts'
import { displacement } from './displacement.ts'
import { eventCount } from './event-count.ts'
import { flows } from './flows.ts'
import { geography } from './geography.ts'
import { handset } from './handset.ts'
import { histogramAggregate } from './histogram-aggregate.ts'
import { joinedSpatialAggregate } from './joined-spatial-aggregate.ts'
import { localisedCalendarActivity } from './localised-calendar-activity.ts'
import { locationEventCounts } from './location-event-counts.ts'
import { modalLocation } from './modal-location.ts'
import { nocturnalEvents } from './nocturnal-events.ts'
import { paretoInteractions } from './pareto-interactions.ts'
import { radiusOfGyration } from './radius-of-gyration.ts'
import { spatialAggregate } from './spatial-aggregate.ts'
import { subscriberDegree } from './subscriber-degree.ts'
import { topupAmount } from './topup-amount.ts'
import { topupBalance } from './topup-balance.ts'
import { totalActivePeriods } from './total-active-periods.ts'
import { uniqueLocationCounts } from './unique-location-counts.ts'
import { uniqueSubscriberCounts } from './unique-subscriber-counts.ts'

export {
  calendarActivity,
  dailyLocation,
  dfsMetricTotalAmount,
  displacement,
  eventCount,
  flows,
  geography,
  handset,
  histogramAggregate,
  joinedSpatialAggregate,
  localisedCalendarActivity,
  locationEventCounts,
  modalLocation,
  nocturnalEvents,
  paretoInteractions,
  radiusOfGyration,
  spatialAggregate,
  subscriberDegree,
  topupAmount,
  topupBalance,
  totalActivePeriods,
  uniqueLocationCounts,
  uniqueSubscriberCounts,
}

/** Every kind of query. A new one is added here. */
export const DEFINITIONS: readonly SpecDefinition[] = [
  calendarActivity,
  dailyLocation,
  dfsMetricTotalAmount,
  displacement,
  eventCount,
  flows,
  geography,
  handset,
  histogramAggregate,
  joinedSpatialAggregate,
  localisedCalendarActivity,
  locationEventCounts,
  modalLocation,
  nocturnalEvents,
  paretoInteractions,
  radiusOfGyration,
  spatialAggregate,
  subscriberDegree,
  topupAmount,
  topupBalance,
  totalActivePeriods,
  uniqueLocationCounts,
  uniqueSubscriberCounts,
]

/** A query that may be asked for. */
export const topLevelQuery = z
  .discriminatedUnion('query_kind', [
    calendarActivity.schema,
    dfsMetricTotalAmount.schema,
    flows.schema,
    geography.schema,
    histogramAggregate.schema,
    joinedSpatialAggregate.schema,
    localisedCalendarActivity.schema,
    locationEventCounts.schema,
    spatialAggregate.schema,
    uniqueSubscriberCounts.schema,
  ])
  .meta({ id: 'FlowmachineQuerySchema', description: 'A query that FlowKit answers.' })

/** A query as its asker may write it. */
export type QuerySpec = z.input<typeof topLevelQuery>
/** A query in canonical form. */
export type CanonicalQuery = z.output<typeof topLevelQuery>
/** The canonical spec of one kind. */
export type SpecOf<D extends SpecDefinition> = z.output<D['schema']>

const BY_KIND = new Map(DEFINITIONS.map(definition => [definition.kind, definition]))

/**
 * What the contract knows of a canonical spec's kind.
 *
 * @throws {Error} for a kind that does not exist, which no validated spec has.
 */
export function definitionOf(spec: Spec): SpecDefinition {
  const definition = BY_KIND.get(spec.query_kind)
  if (!definition) throw new Error(`There is no kind of query called ${spec.query_kind}`)
  return definition
}
