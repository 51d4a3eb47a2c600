import {
  DAYS,
  dailyLocation,
  flows,
  modalLocation,
  spatialAggregate,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import type { AggregateSpec, HistogramAggregateSpec } from '../reference/specs.ts'

/** Fifty different questions, most of which share parts with others. */
export const QUESTIONS: readonly Exclude<AggregateSpec, HistogramAggregateSpec>[] = [
  ...DAYS.map(day => spatialAggregate(dailyLocation(day))),
  ...DAYS.flatMap((_, start) =>
    DAYS.slice(start + 2).map((_, length) =>
      spatialAggregate(modalLocation(DAYS.slice(start, start + length + 2))),
    ),
  ),
  ...DAYS.slice(1).map((day, before) => flows(dailyLocation(DAYS[before] ?? day), dailyLocation(day))),
  ...DAYS.map((_, hour) => uniqueSubscriberCounts({ hours: { start_hour: hour, end_hour: 23 } })),
  ...DAYS.map(day => spatialAggregate(dailyLocation(day, { aggregation_unit: 'admin2' }))),
  ...DAYS.map((_, start) => uniqueSubscriberCounts({ hours: { start_hour: start, end_hour: 16 } })),
  ...DAYS.map(day => spatialAggregate(dailyLocation(day, { event_types: ['mds'] }))),
].slice(0, 50)
