import { z } from 'zod'
import type { Spec, SpecDefinition } from '../definition.ts'
import { activeAtReferenceLocationCounts } from './active-at-reference-location-counts.ts'
import { aggregateNetworkObjects } from './aggregate-network-objects.ts'
import { calendarActivity } from './calendar-activity.ts'
import { coalescedLocation } from './coalesced-location.ts'
import { consecutiveTripsOdMatrix } from './consecutive-trips-od-matrix.ts'
import { dailyLocation } from './daily-location.ts'
import { dfsMetricTotalAmount } from './dfs-metric-total-amount.ts'
import { displacement } from './displacement.ts'
import { dummyQuery } from './dummy-query.ts'
import { eventCount } from './event-count.ts'
import { flows } from './flows.ts'
import { geography } from './geography.ts'
import { handset } from './handset.ts'
import { histogramAggregate } from './histogram-aggregate.ts'
import { inflows } from './inflows.ts'
import { joinedSpatialAggregate } from './joined-spatial-aggregate.ts'
import { labelledFlows } from './labelled-flows.ts'
import { labelledSpatialAggregate } from './labelled-spatial-aggregate.ts'
import { localisedCalendarActivity } from './localised-calendar-activity.ts'
import { locationEventCounts } from './location-event-counts.ts'
import { locationIntroversion } from './location-introversion.ts'
import { locationVisits } from './location-visits.ts'
import { majorityLocation } from './majority-location.ts'
import { meaningfulLocationsAggregate } from './meaningful-locations-aggregate.ts'
import { meaningfulLocationsBetweenDatesOdMatrix } from './meaningful-locations-between-dates-od-matrix.ts'
import { meaningfulLocationsBetweenLabelOdMatrix } from './meaningful-locations-between-label-od-matrix.ts'
import { metricAggregate } from './metric-aggregate.ts'
import { mobilityClassification } from './mobility-classification.ts'
import { modalLocation } from './modal-location.ts'
import { mostFrequentLocation } from './most-frequent-location.ts'
import { nocturnalEvents } from './nocturnal-events.ts'
import { outflows } from './outflows.ts'
import { paretoInteractions } from './pareto-interactions.ts'
import { radiusOfGyration } from './radius-of-gyration.ts'
import { spatialAggregate } from './spatial-aggregate.ts'
import { subscriberDegree } from './subscriber-degree.ts'
import { topupAmount } from './topup-amount.ts'
import { topupBalance } from './topup-balance.ts'
import { totalActivePeriods } from './total-active-periods.ts'
import { totalNetworkObjects } from './total-network-objects.ts'
import { tripsOdMatrix } from './trips-od-matrix.ts'
import { uniqueLocationCounts } from './unique-location-counts.ts'
import { uniqueLocations } from './unique-locations.ts'
import { uniqueSubscriberCounts } from './unique-subscriber-counts.ts'
import { uniqueVisitorCounts } from './unique-visitor-counts.ts'
import { unmovingAtReferenceLocationCounts } from './unmoving-at-reference-location-counts.ts'
import { unmovingCounts } from './unmoving-counts.ts'
import { visitedMostDays } from './visited-most-days.ts'

export {
  activeAtReferenceLocationCounts,
  aggregateNetworkObjects,
  calendarActivity,
  coalescedLocation,
  consecutiveTripsOdMatrix,
  dailyLocation,
  dfsMetricTotalAmount,
  displacement,
  dummyQuery,
  eventCount,
  flows,
  geography,
  handset,
  histogramAggregate,
  inflows,
  joinedSpatialAggregate,
  labelledFlows,
  labelledSpatialAggregate,
  localisedCalendarActivity,
  locationEventCounts,
  locationIntroversion,
  locationVisits,
  majorityLocation,
  meaningfulLocationsAggregate,
  meaningfulLocationsBetweenDatesOdMatrix,
  meaningfulLocationsBetweenLabelOdMatrix,
  metricAggregate,
  mobilityClassification,
  modalLocation,
  mostFrequentLocation,
  nocturnalEvents,
  outflows,
  paretoInteractions,
  radiusOfGyration,
  spatialAggregate,
  subscriberDegree,
  topupAmount,
  topupBalance,
  totalActivePeriods,
  totalNetworkObjects,
  tripsOdMatrix,
  uniqueLocationCounts,
  uniqueLocations,
  uniqueSubscriberCounts,
  uniqueVisitorCounts,
  unmovingAtReferenceLocationCounts,
  unmovingCounts,
  visitedMostDays,
}

/** Every kind of query. A new one is added here. */
export const DEFINITIONS: readonly SpecDefinition[] = [
  activeAtReferenceLocationCounts,
  aggregateNetworkObjects,
  calendarActivity,
  coalescedLocation,
  consecutiveTripsOdMatrix,
  dailyLocation,
  dfsMetricTotalAmount,
  displacement,
  dummyQuery,
  eventCount,
  flows,
  geography,
  handset,
  histogramAggregate,
  inflows,
  joinedSpatialAggregate,
  labelledFlows,
  labelledSpatialAggregate,
  localisedCalendarActivity,
  locationEventCounts,
  locationIntroversion,
  locationVisits,
  majorityLocation,
  meaningfulLocationsAggregate,
  meaningfulLocationsBetweenDatesOdMatrix,
  meaningfulLocationsBetweenLabelOdMatrix,
  metricAggregate,
  mobilityClassification,
  modalLocation,
  mostFrequentLocation,
  nocturnalEvents,
  outflows,
  paretoInteractions,
  radiusOfGyration,
  spatialAggregate,
  subscriberDegree,
  topupAmount,
  topupBalance,
  totalActivePeriods,
  totalNetworkObjects,
  tripsOdMatrix,
  uniqueLocationCounts,
  uniqueLocations,
  uniqueSubscriberCounts,
  uniqueVisitorCounts,
  unmovingAtReferenceLocationCounts,
  unmovingCounts,
  visitedMostDays,
]

/** The schemas of the kinds that may be asked for: of all of them together the compiler writes down no type itself. */
type TopLevelSchema =
  | typeof activeAtReferenceLocationCounts.schema
  | typeof aggregateNetworkObjects.schema
  | typeof calendarActivity.schema
  | typeof consecutiveTripsOdMatrix.schema
  | typeof dfsMetricTotalAmount.schema
  | typeof dummyQuery.schema
  | typeof flows.schema
  | typeof geography.schema
  | typeof histogramAggregate.schema
  | typeof inflows.schema
  | typeof joinedSpatialAggregate.schema
  | typeof labelledFlows.schema
  | typeof labelledSpatialAggregate.schema
  | typeof localisedCalendarActivity.schema
  | typeof locationEventCounts.schema
  | typeof locationIntroversion.schema
  | typeof meaningfulLocationsAggregate.schema
  | typeof meaningfulLocationsBetweenDatesOdMatrix.schema
  | typeof meaningfulLocationsBetweenLabelOdMatrix.schema
  | typeof metricAggregate.schema
  | typeof outflows.schema
  | typeof spatialAggregate.schema
  | typeof totalNetworkObjects.schema
  | typeof tripsOdMatrix.schema
  | typeof uniqueSubscriberCounts.schema
  | typeof uniqueVisitorCounts.schema
  | typeof unmovingAtReferenceLocationCounts.schema
  | typeof unmovingCounts.schema

/** A query that may be asked for. */
export const topLevelQuery: z.ZodDiscriminatedUnion<TopLevelSchema[], 'query_kind'> = z
  .discriminatedUnion('query_kind', [
    activeAtReferenceLocationCounts.schema,
    aggregateNetworkObjects.schema,
    calendarActivity.schema,
    consecutiveTripsOdMatrix.schema,
    dfsMetricTotalAmount.schema,
    dummyQuery.schema,
    flows.schema,
    geography.schema,
    histogramAggregate.schema,
    inflows.schema,
    joinedSpatialAggregate.schema,
    labelledFlows.schema,
    labelledSpatialAggregate.schema,
    localisedCalendarActivity.schema,
    locationEventCounts.schema,
    locationIntroversion.schema,
    meaningfulLocationsAggregate.schema,
    meaningfulLocationsBetweenDatesOdMatrix.schema,
    meaningfulLocationsBetweenLabelOdMatrix.schema,
    metricAggregate.schema,
    outflows.schema,
    spatialAggregate.schema,
    totalNetworkObjects.schema,
    tripsOdMatrix.schema,
    uniqueSubscriberCounts.schema,
    uniqueVisitorCounts.schema,
    unmovingAtReferenceLocationCounts.schema,
    unmovingCounts.schema,
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
