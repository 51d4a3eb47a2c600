// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { EventType, Hours, Sampling, SubscriberSubset } from './shared.ts'

/**
 * The share of each subscriber’s contacts, from 0 to 1, that is enough for the given share of their
 * interactions, the most frequent contacts first (bandicoot’s percent_pareto_interactions: de Montjoye,
 * Rocher, Pentland, JMLR 17, 2016).
 *
 * A part of other queries; it cannot be asked for by itself.
 */
export interface ParetoInteractions {
  readonly query_kind: 'pareto_interactions'
  /** The first moment of the period. */
  readonly start_date: string
  /** The moment at which the period has ended: the day after the last one. */
  readonly end_date: string
  /** The share of interactions that the contacts make up, e.g. 0.8; the number of interactions is rounded up. */
  readonly proportion: number
  /** Which events count: calls, sms, mds (mobile data sessions), topups. Leave out for calls and sms. */
  readonly event_types?: readonly EventType[] | null | undefined
  /** Only these subscribers: a per-subscriber query, or the id of a published subset. */
  readonly subscriber_subset?: SubscriberSubset | null | undefined
  /**
   * Only events in these hours of each day, from start_hour on and before end_hour, both from 0 to 24: 20 to 6
   * for nights, 9 to 17 for the working day. Leave out for all hours.
   */
  readonly hours?: Hours | null | undefined
  /**
   * Compute on a random sample of the subscribers: of size of them, or of a fraction, which is more than 0 and
   * less than 1. The same seed draws the same sample; with random_ids it is from -1 to 1.
   */
  readonly sampling?: Sampling | null | undefined
}

/**
 * The share of each subscriber’s contacts, from 0 to 1, that is enough for the given share of their
 * interactions, the most frequent contacts first (bandicoot’s percent_pareto_interactions: de Montjoye,
 * Rocher, Pentland, JMLR 17, 2016).
 *
 * A part of other queries; it cannot be asked for by itself.
 *
 * @example
 * ```ts
 * import { paretoInteractions } from 'flowclient'
 *
 * const part = paretoInteractions({ start_date: '2016-01-01', end_date: '2016-01-08', proportion: 0.5 })
 * console.log(JSON.stringify(part))
 * ```
 */
export function paretoInteractions(parameters: Omit<ParetoInteractions, 'query_kind'>): ParetoInteractions {
  return { query_kind: 'pareto_interactions', ...parameters }
}
