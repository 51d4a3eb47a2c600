// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { DailyLocation } from './daily-location.ts'
import type { Flows } from './flows.ts'
import type { Geography } from './geography.ts'
import type { HistogramAggregate } from './histogram-aggregate.ts'
import type { LocationEventCounts } from './location-event-counts.ts'
import type { ModalLocation } from './modal-location.ts'
import type { AggregationUnit } from './shared.ts'
import type { SpatialAggregate } from './spatial-aggregate.ts'
import type { UniqueSubscriberCounts } from './unique-subscriber-counts.ts'

/** A query that gives each subscriber one place. */
export type ReferenceLocation<Unit extends AggregationUnit = AggregationUnit> =
  | DailyLocation<Unit>
  | ModalLocation<Unit>

/** A query that FlowAPI answers. */
export type QuerySpec =
  | Flows
  | Geography
  | HistogramAggregate
  | LocationEventCounts
  | SpatialAggregate
  | UniqueSubscriberCounts
