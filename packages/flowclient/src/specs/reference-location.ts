import type { DailyLocation } from './daily-location.ts'
import type { ModalLocation } from './modal-location.ts'
import type { AggregationUnit } from './places.ts'

/** A query that gives each subscriber at most one place. */
export type ReferenceLocation<Unit extends AggregationUnit = AggregationUnit> =
  | DailyLocation<Unit>
  | ModalLocation<Unit>
