import type { Events } from './events.ts'
import type { AggregationUnit, Places } from './places.ts'
import type { Sampled } from './sampling.ts'

/** The place of each subscriber on one day. A part of other queries; it cannot be asked for by itself. */
export interface DailyLocation<Unit extends AggregationUnit = AggregationUnit>
  extends Places<Unit>,
    Events,
    Sampled {
  readonly query_kind: 'daily_location'
  /** The day, such as `2016-01-31`; with a time, the 24 hours from then. */
  readonly date: string
  /**
   * `last`: where the subscriber was last seen on that day, which is mostly where they spend the night;
   * `most-common`: where most of their events of that day were.
   */
  readonly method: 'last' | 'most-common'
}

/**
 * The place of each subscriber on one day: where they were last seen, or most often. Subscribers without an event
 * on that day have none.
 *
 * @example How many subscribers ended New Year's Day in each district
 * ```ts
 * import { connect, dailyLocation, spatialAggregate } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const locations = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })
 * const handle = await client.run(spatialAggregate({ locations }))
 * for await (const { pcod, value } of handle.rows()) console.log(pcod, value)
 * ```
 */
export function dailyLocation<Unit extends AggregationUnit>(
  parameters: Omit<DailyLocation<Unit>, 'query_kind'>,
): DailyLocation<Unit> {
  return { query_kind: 'daily_location', ...parameters }
}
