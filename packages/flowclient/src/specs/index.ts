import type { Flows } from './flows.ts'
import type { Geography } from './geography.ts'
import type { HistogramAggregate } from './histogram-aggregate.ts'
import type { LocationEventCounts } from './location-event-counts.ts'
import type { SpatialAggregate } from './spatial-aggregate.ts'
import type { UniqueSubscriberCounts } from './unique-subscriber-counts.ts'

export * from './daily-location.ts'
export * from './dates.ts'
export * from './events.ts'
export * from './flows.ts'
export * from './geography.ts'
export * from './histogram-aggregate.ts'
export * from './location-event-counts.ts'
export * from './modal-location.ts'
export * from './places.ts'
export * from './radius-of-gyration.ts'
export * from './reference-location.ts'
export * from './sampling.ts'
export * from './spatial-aggregate.ts'
export * from './unique-subscriber-counts.ts'

/** A query that FlowAPI answers. */
export type QuerySpec =
  | Flows
  | Geography
  | HistogramAggregate
  | LocationEventCounts
  | SpatialAggregate
  | UniqueSubscriberCounts
