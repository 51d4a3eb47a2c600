import type { metricAggregate, SpecOf } from '@flowkit/contract'
import type { ReleaseRule } from '../release/rules.ts'
import { type Sql, sql } from '../sql.ts'
import { statisticOf } from './statistics.ts'

type Aggregate = Pick<SpecOf<typeof metricAggregate>, 'metric' | 'method'>

/** How the values of a place's subscribers are put together, and what has to be known to release it. */
interface AggregateMethod {
  /**
   * The columns that are released, beside those of the place, and those that the rule needs, by `place`.
   *
   * @param values `place` and `value` of each subscriber who has both.
   */
  readonly aggregate: (values: Sql) => Sql
  /** The columns that are released beside those of the place. */
  readonly columns: readonly string[]
  /** The columns that the rule needs and nobody sees. */
  readonly hidden: readonly string[]
  readonly rule: (placeColumns: readonly string[]) => ReleaseRule
}

/** The number of subscribers who have a value. */
const COUNT: AggregateMethod = {
  aggregate: values => sql`
    SELECT place, count(*) AS value
    FROM (
      ${values}
    ) AS joined
    GROUP BY place`,
  columns: ['value'],
  hidden: [],
  rule: () => ({ rule: 'count of subscribers', value: 'value' }),
}

/**
 * A statistic that everybody contributes to: to a sum or an average their value, to a variance or a standard deviation
 * the square of how far their value is from the average.
 */
function contributed(method: 'avg' | 'sum' | 'stddev' | 'variance'): AggregateMethod {
  const contribution =
    method === 'avg' || method === 'sum'
      ? sql`abs(value)`
      : sql`(value - avg(value) OVER (PARTITION BY place)) ^ 2`
  return {
    aggregate: values => sql`
      SELECT place, ${statisticOf(method, sql`value`)} AS value, count(*) AS subscribers,
        coalesce(max(contribution) / nullif(sum(contribution), 0), 0) AS greatest_share
      FROM (
        SELECT place, value, ${contribution} AS contribution
        FROM (
          ${values}
        ) AS joined
      ) AS contributions
      GROUP BY place`,
    columns: ['value'],
    hidden: ['subscribers', 'greatest_share'],
    rule: () => ({ rule: 'contributions', subscribers: 'subscribers', greatestShare: 'greatest_share' }),
  }
}

/** The value in the middle, and how many subscribers are on either side of it. */
const MEDIAN: AggregateMethod = {
  aggregate: values => sql`
    SELECT place, ${statisticOf('median', sql`value`)} AS value, count(*) / 2 AS subscribers
    FROM (
      ${values}
    ) AS joined
    GROUP BY place`,
  columns: ['value'],
  hidden: ['subscribers'],
  rule: () => ({ rule: 'count of something else', subscribers: 'subscribers' }),
}

/** The most frequent value, of several the first, and how many subscribers have it. */
const MODE: AggregateMethod = {
  aggregate: values => sql`
    SELECT DISTINCT ON (place) place, value, count(*) AS subscribers
    FROM (
      ${values}
    ) AS joined
    WHERE value IS NOT NULL
    GROUP BY place, value
    ORDER BY place, subscribers DESC, value`,
  columns: ['value'],
  hidden: ['subscribers'],
  rule: () => ({ rule: 'count of something else', subscribers: 'subscribers' }),
}

/** The share of each value, and how many subscribers have it; `metric` is the name that FlowKit has for the value. */
const SHARES: AggregateMethod = {
  aggregate: values => sql`
    SELECT place, 'value' AS metric, value AS key, count(*) AS subscribers,
      count(*) / sum(count(*)) OVER (PARTITION BY place)::double precision AS value
    FROM (
      ${values}
    ) AS joined
    GROUP BY place, joined.value`,
  columns: ['metric', 'key', 'value'],
  hidden: ['subscribers'],
  rule: whole => ({ rule: 'parts of wholes', whole, part: 'key', subscribers: 'subscribers' }),
}

const METHODS: Readonly<Record<Aggregate['method'], AggregateMethod>> = {
  avg: contributed('avg'),
  count: COUNT,
  distr: SHARES,
  median: MEDIAN,
  mode: MODE,
  stddev: contributed('stddev'),
  sum: contributed('sum'),
  variance: contributed('variance'),
}

/** How a query puts the values of a place together. */
export function aggregateOf({ method }: Aggregate): AggregateMethod {
  return METHODS[method]
}

/** The value of a subscriber as it is put together with others: a number, or a word that is ordered by its bytes. */
export function valueIn({ metric }: Aggregate): Sql {
  return metric.query_kind === 'handset' ? sql`value COLLATE "C"` : sql`value::double precision`
}
