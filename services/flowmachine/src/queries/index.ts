import type { Spec } from '@flowkit/contract'
import type { ReleaseRule } from '../release/rules.ts'
import { activeAtReferenceLocationCounts } from './active-at-reference-location-counts.ts'
import { aggregateNetworkObjects } from './aggregate-network-objects.ts'
import { calendarActivity } from './calendar-activity.ts'
import { calendars } from './calendars.ts'
import { cellSites } from './cell-sites.ts'
import { coalescedLocation } from './coalesced-location.ts'
import { consecutiveTripsOdMatrix } from './consecutive-trips-od-matrix.ts'
import { dailyLocation } from './daily-location.ts'
import type { QueryKind, Release } from './definition.ts'
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
import { labelledClusters } from './labelled-clusters.ts'
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
import { cellsInPlaces, places } from './places.ts'
import { radiusOfGyration } from './radius-of-gyration.ts'
import { spatialAggregate } from './spatial-aggregate.ts'
import { steps } from './steps.ts'
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
import { visitSpans } from './visit-spans.ts'
import { visitedMostDays } from './visited-most-days.ts'

/** How every kind is computed. A new one is added here. */
export const KINDS: readonly QueryKind[] = [
  activeAtReferenceLocationCounts,
  aggregateNetworkObjects,
  calendarActivity,
  calendars,
  cellSites,
  cellsInPlaces,
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
  labelledClusters,
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
  places,
  radiusOfGyration,
  spatialAggregate,
  steps,
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
  visitSpans,
]

const BY_NAME = new Map(KINDS.map(kind => [kind.contract.kind, kind]))

/**
 * How a spec's kind is computed.
 *
 * @throws {Error} for a kind that the engine does not know.
 */
export function kindOf(spec: Spec): QueryKind {
  const kind = BY_NAME.get(spec.query_kind)
  if (!kind) throw new Error(`The engine cannot compute queries of kind ${spec.query_kind}`)
  return kind
}

/**
 * How results of a spec's kind are released.
 *
 * @throws {Error} for a kind whose results never leave the engine.
 */
export function releaseOf(spec: Spec): Release {
  const { release } = kindOf(spec)
  if (!release) throw new Error(`Results of kind ${spec.query_kind} are never released`)
  return release
}

/**
 * The rule by which the result of a query is released.
 *
 * @throws {Error} for a kind whose results never leave the engine.
 */
export function ruleOf(spec: Spec): ReleaseRule {
  const { rule } = releaseOf(spec)
  return typeof rule === 'function' ? rule(spec) : rule
}
