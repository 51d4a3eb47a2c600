import { DAYS_OF_WEEK, type EventType, type LabelShape, UNKNOWN_LABEL } from '@flowkit/contract'
import { join, type Sql, sql } from '../sql.ts'
import { cellSitesPart } from './cell-sites.ts'
import { defineKind } from './definition.ts'
import { internalKind } from './internal-kind.ts'
import { needOf } from './need.ts'

// A kind that nobody can ask for: its result holds all labels, so that questions about different ones share it.

/** What clusters are made from. */
interface ClustersAsked {
  readonly labels: Readonly<Record<string, LabelShape>>
  readonly tower_hour_of_day_scores: readonly number[]
  readonly tower_day_of_week_scores: Readonly<Record<(typeof DAYS_OF_WEEK)[number], number>>
  readonly tower_cluster_radius: number
  readonly tower_cluster_call_threshold: number
  readonly event_types: EventType[]
  readonly subscriber_subset: unknown
}

interface Period {
  readonly start_date: string
  readonly end_date: string
}

type ClustersSpec = ClustersAsked & Period & { readonly query_kind: string }

/** The clusters of a period, as a part of a query. */
export function labelledClustersOf(
  asked: ClustersAsked,
  { start_date, end_date }: Period,
): ClustersSpec & Record<string, unknown> {
  return {
    query_kind: 'labelled_clusters',
    start_date,
    end_date,
    labels: asked.labels,
    tower_hour_of_day_scores: asked.tower_hour_of_day_scores,
    tower_day_of_week_scores: asked.tower_day_of_week_scores,
    tower_cluster_radius: asked.tower_cluster_radius,
    tower_cluster_call_threshold: asked.tower_cluster_call_threshold,
    event_types: asked.event_types,
    subscriber_subset: asked.subscriber_subset,
  }
}

const contract = internalKind<ClustersSpec>('labelled_clusters')

/**
 * The places that each subscriber's sites make up: `subscriber`, `label`, `geom_point`, the middle of the cluster.
 *
 * A site weighs as many days as the subscriber had events at it; of sites that weigh the same, the first by its id and
 * version is taken first. A cluster's scores are the plain averages of those of its sites, as FlowKit has them.
 */
export const labelledClusters = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  parts: () => [cellSitesPart],
  render: (spec, context) => {
    const dayScores = DAYS_OF_WEEK.map(day => spec.tower_day_of_week_scores[day])
    const decimals = decimalsOf([...spec.tower_hour_of_day_scores, ...dayScores])
    const need = {
      ...needOf(spec, context),
      hourScores: spec.tower_hour_of_day_scores.map(score => shifted(score, decimals)),
      dayScores: dayScores.map(score => shifted(score, decimals)),
    }
    const shiftedEvents = sql`sum(events) * ${10 ** decimals}`
    const ranked = sql`ORDER BY weight DESC, place`
    return sql`
      SELECT subscriber, coalesce(label, ${UNKNOWN_LABEL}) AS label, centre AS geom_point
      FROM (
        SELECT subscriber, array_agg(geom_point ${ranked}) AS points, array_agg(weight ${ranked}) AS weights,
          array_agg(hour_score ${ranked}) AS hour_scores, array_agg(day_score ${ranked}) AS day_scores
        FROM (
          SELECT subscriber, place, count(*)::integer AS weight, sum(hours) / (${shiftedEvents}) AS hour_score,
            sum(days) / (${shiftedEvents}) AS day_score
          FROM (
            ${context.siteVisits(need)}
          ) AS days
          GROUP BY subscriber, place
        ) AS visited
        JOIN (SELECT DISTINCT place, geom_point FROM ${context.part(cellSitesPart)}) AS sites USING (place)
        GROUP BY subscriber
      ) AS subscribers
      CROSS JOIN LATERAL derived.cluster_sites(points, weights, ${spec.tower_cluster_radius}) AS clusters
      CROSS JOIN LATERAL (
        SELECT ST_Point(avg(hour_scores[member])::double precision, avg(day_scores[member])::double precision) AS point
        FROM unnest(members) AS member
      ) AS scores
      LEFT JOIN (
        VALUES ${shapesOf(spec.labels)}
      ) AS shapes (label, shape) ON ST_Contains(shape, scores.point)
      WHERE clusters.weight >= ${spec.tower_cluster_call_threshold}`
  },
})

/** With as many decimals, scores of -1 to 1 are integers of PostgreSQL when their point is shifted. */
const MOST_DECIMALS = 9

/** How far the decimal point of scores is shifted to make all of them whole; 0 if they have too many decimals. */
function decimalsOf(scores: readonly number[]): number {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    if (scores.every(score => Number(score.toFixed(decimals)) === score)) return decimals
  }
  return 0
}

/** A score with its decimal point shifted to the right; the decimals are moved as text, so that nothing is rounded. */
function shifted(score: number, decimals: number): number {
  return decimals === 0 ? score : Number(`${score.toFixed(decimals)}e${decimals}`)
}

/** Labels with their shapes, in the order of the labels: the same for every spelling of a question. */
function shapesOf(labels: ClustersAsked['labels']): Sql {
  const rows = Object.entries(labels)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([label, shape]) => sql`(${label}, ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(shape)}), 0))`)
  return join(rows, ',\n')
}
