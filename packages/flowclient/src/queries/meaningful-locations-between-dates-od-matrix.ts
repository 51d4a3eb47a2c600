// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { EventType, SubscriberSubset } from './shared.ts'

/**
 * How many subscribers have a meaningful location of a label, such as home, in one place in one period and
 * in another place in another period. Who has several in a period counts for each pair of them with an equal
 * share of one, so that values are not whole numbers. The sites at which a subscriber had events are
 * clustered, those with events on most days first, each joining the first cluster within the radius; the
 * scores of a site are the averages over its events, those of a cluster the averages over its sites, and its
 * label is told by them.
 */
export interface MeaningfulLocationsBetweenDatesODMatrix<
  Unit extends 'admin0' | 'admin1' | 'admin2' | 'admin3' | 'grid:1' | 'grid:5' | 'grid:10' | 'grid:50' =
    | 'admin0'
    | 'admin1'
    | 'admin2'
    | 'admin3'
    | 'grid:1'
    | 'grid:5'
    | 'grid:10'
    | 'grid:50',
> {
  readonly query_kind: 'meaningful_locations_between_dates_od_matrix'
  /** The first moment of the first period. */
  readonly start_date_a: string
  /** The moment at which the first period has ended. */
  readonly end_date_a: string
  /** The first moment of the other period. */
  readonly start_date_b: string
  /** The moment at which the other period has ended. */
  readonly end_date_b: string
  /** A name among the labels, or unknown for the clusters that are in no shape. */
  readonly label: string
  /** The areas, or squares of a grid, that the answer is about. */
  readonly aggregation_unit: Unit
  /** Must be null or left out: clusters of sites are where they lie. */
  readonly mapping_table?: string | null | undefined
  /** Must be null or left out: clusters of sites are where they lie. */
  readonly geom_table?: string | null | undefined
  /** Must be null or left out: clusters of sites are where they lie. */
  readonly geom_table_join_column?: string | null | undefined
  /**
   * What clusters are called, as names of GeoJSON polygons: a cluster has the label in whose shape it lies
   * (not on its edge) with its score of hours to the right and its score of days upwards. Shapes must not
   * meet.
   */
  readonly labels: Readonly<
    Record<
      string,
      | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
      | {
          readonly type: 'MultiPolygon'
          readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[]
        }
    >
  >
  /** How events of each hour score, from -1 to 1; the first is the hour from midnight. */
  readonly tower_hour_of_day_scores: readonly number[]
  /** How events of each day of the week score, from -1 to 1. */
  readonly tower_day_of_week_scores: {
    readonly monday: number
    readonly tuesday: number
    readonly wednesday: number
    readonly thursday: number
    readonly friday: number
    readonly saturday: number
    readonly sunday: number
  }
  /** Up to how many kilometres from the middle of a cluster a site still belongs to it; 1 unless given. */
  readonly tower_cluster_radius?: number | null | undefined
  /**
   * Clusters count whose sites have at least so many days with events, added up over the sites; 0 unless
   * given.
   */
  readonly tower_cluster_call_threshold?: number | null | undefined
  /** Which events count: calls, sms, mds (mobile data sessions), topups. Leave out for calls and sms. */
  readonly event_types?: readonly EventType[] | null | undefined
  /** Only these subscribers: a per-subscriber query, or the id of a published subset. */
  readonly subscriber_subset?: SubscriberSubset | null | undefined
}

/**
 * How many subscribers have a meaningful location of a label, such as home, in one place in one period and
 * in another place in another period. Who has several in a period counts for each pair of them with an equal
 * share of one, so that values are not whole numbers. The sites at which a subscriber had events are
 * clustered, those with events on most days first, each joining the first cluster within the radius; the
 * scores of a site are the averages over its events, those of a cluster the averages over its sites, and its
 * label is told by them.
 *
 * @example
 * ```ts
 * import { connect, meaningfulLocationsBetweenDatesOdMatrix } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * const query = meaningfulLocationsBetweenDatesOdMatrix({
 *   start_date_a: '2016-01-01',
 *   end_date_a: '2016-01-08',
 *   start_date_b: '2016-01-08',
 *   end_date_b: '2016-01-15',
 *   label: 'home',
 *   aggregation_unit: 'admin3',
 *   labels: {
 *     home: { type: 'Polygon', coordinates: [[[0, -1.1], [1.1, -1.1], [1.1, 1.1], [0, 1.1]]] },
 *     work: { type: 'Polygon', coordinates: [[[-1.1, -1.1], [-0.1, -1.1], [-0.1, 0.5], [-1.1, 0.5]]] },
 *   },
 *   tower_hour_of_day_scores: [1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1],
 *   tower_day_of_week_scores: { monday: -1, tuesday: -1, wednesday: -1, thursday: -1, friday: -1, saturday: 1, sunday: 1 },
 * })
 * const handle = await client.run(query)
 * for await (const row of handle.rows()) console.log(row)
 * ```
 */
export function meaningfulLocationsBetweenDatesOdMatrix<
  Unit extends 'admin0' | 'admin1' | 'admin2' | 'admin3' | 'grid:1' | 'grid:5' | 'grid:10' | 'grid:50',
>(
  parameters: Omit<MeaningfulLocationsBetweenDatesODMatrix<Unit>, 'query_kind'>,
): MeaningfulLocationsBetweenDatesODMatrix<Unit> {
  return { query_kind: 'meaningful_locations_between_dates_od_matrix', ...parameters }
}
