import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What one process tells Prometheus about its own work. None of it names users, queries or places. */
export interface EngineMetrics {
  readonly registry: Registry
  /** How many queries and parts this process computes at the moment. */
  readonly computing: Gauge
  /** How long it took to make a result, in seconds, by the kind of the query. */
  readonly computed: Histogram<'kind'>
  /** Queries that failed here, by why. */
  readonly failures: Counter<'reason'>
  /** Queries that this process took from others that had died or fallen silent. */
  readonly takeovers: Counter
}

/** Parts of small countries take milliseconds, weeks of a large one an hour. */
const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 7_200]

/** The metrics of one process. */
export function createMetrics(): EngineMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    computing: new Gauge({
      name: 'flowmachine_computing',
      help: 'Queries and parts of queries that this process computes.',
      registers,
    }),
    computed: new Histogram({
      name: 'flowmachine_computing_seconds',
      help: 'How long this process took to make results, by the kind of the query or part.',
      labelNames: ['kind'],
      buckets: SECONDS,
      registers,
    }),
    failures: new Counter({
      name: 'flowmachine_failures_total',
      help: 'Queries that failed while this process looked after them, by why.',
      labelNames: ['reason'],
      registers,
    }),
    takeovers: new Counter({
      name: 'flowmachine_takeovers_total',
      help: 'Queries that this process took from others that had died or fallen silent.',
      registers,
    }),
  }
}
