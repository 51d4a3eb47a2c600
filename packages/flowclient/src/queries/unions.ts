// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { ActiveAtReferenceLocationCounts } from './active-at-reference-location-counts.ts'
import type { AggregateNetworkObjects } from './aggregate-network-objects.ts'
import type { CalendarActivity } from './calendar-activity.ts'
import type { CoalescedLocation } from './coalesced-location.ts'
import type { ConsecutiveTripsODMatrix } from './consecutive-trips-od-matrix.ts'
import type { DailyLocation } from './daily-location.ts'
import type { DFSTotalMetricAmount } from './dfs-metric-total-amount.ts'
import type { DummyQuery } from './dummy-query.ts'
import type { Flows } from './flows.ts'
import type { Geography } from './geography.ts'
import type { HistogramAggregate } from './histogram-aggregate.ts'
import type { Inflows } from './inflows.ts'
import type { JoinedSpatialAggregate } from './joined-spatial-aggregate.ts'
import type { LabelledFlows } from './labelled-flows.ts'
import type { LabelledSpatialAggregate } from './labelled-spatial-aggregate.ts'
import type { LocalisedCalendarActivity } from './localised-calendar-activity.ts'
import type { LocationEventCounts } from './location-event-counts.ts'
import type { LocationIntroversion } from './location-introversion.ts'
import type { MajorityLocation } from './majority-location.ts'
import type { MeaningfulLocationsAggregate } from './meaningful-locations-aggregate.ts'
import type { MeaningfulLocationsBetweenDatesODMatrix } from './meaningful-locations-between-dates-od-matrix.ts'
import type { MeaningfulLocationsBetweenLabelODMatrix } from './meaningful-locations-between-label-od-matrix.ts'
import type { MetricAggregate } from './metric-aggregate.ts'
import type { ModalLocation } from './modal-location.ts'
import type { MostFrequentLocation } from './most-frequent-location.ts'
import type { Outflows } from './outflows.ts'
import type { AggregationUnit } from './shared.ts'
import type { SpatialAggregate } from './spatial-aggregate.ts'
import type { TotalNetworkObjects } from './total-network-objects.ts'
import type { TripsODMatrix } from './trips-od-matrix.ts'
import type { UniqueLocations } from './unique-locations.ts'
import type { UniqueSubscriberCounts } from './unique-subscriber-counts.ts'
import type { UniqueVisitorCounts } from './unique-visitor-counts.ts'
import type { UnmovingAtReferenceLocationCounts } from './unmoving-at-reference-location-counts.ts'
import type { UnmovingCounts } from './unmoving-counts.ts'
import type { VisitedMostDays } from './visited-most-days.ts'

/** A query that gives each subscriber one place. */
export type ReferenceLocation<Unit extends AggregationUnit = AggregationUnit> =
  | CoalescedLocation<Unit>
  | DailyLocation<Unit>
  | MajorityLocation<Unit>
  | ModalLocation<Unit>
  | MostFrequentLocation<Unit>
  | VisitedMostDays<Unit>

/** A query that gives each subscriber one place or several. */
export type InputToFlows<Unit extends AggregationUnit = AggregationUnit> =
  | CoalescedLocation<Unit>
  | DailyLocation<Unit>
  | MajorityLocation<Unit>
  | ModalLocation<Unit>
  | MostFrequentLocation<Unit>
  | VisitedMostDays<Unit>
  | UniqueLocations<Unit>

/** A query that FlowAPI answers. */
export type QuerySpec =
  | ActiveAtReferenceLocationCounts
  | AggregateNetworkObjects
  | CalendarActivity
  | ConsecutiveTripsODMatrix
  | DFSTotalMetricAmount
  | DummyQuery
  | Flows
  | Geography
  | HistogramAggregate
  | Inflows
  | JoinedSpatialAggregate
  | LabelledFlows
  | LabelledSpatialAggregate
  | LocalisedCalendarActivity
  | LocationEventCounts
  | LocationIntroversion
  | MeaningfulLocationsAggregate
  | MeaningfulLocationsBetweenDatesODMatrix
  | MeaningfulLocationsBetweenLabelODMatrix
  | MetricAggregate
  | Outflows
  | SpatialAggregate
  | TotalNetworkObjects
  | TripsODMatrix
  | UniqueSubscriberCounts
  | UniqueVisitorCounts
  | UnmovingAtReferenceLocationCounts
  | UnmovingCounts
