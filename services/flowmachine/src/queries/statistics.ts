import type { Statistic } from '@flowkit/contract'
import { type Sql, sql } from '../sql.ts'

/** One number of several: the median lies between the two middle ones, the mode is the least of the most frequent. */
export function statisticOf(statistic: Statistic, value: Sql): Sql {
  return {
    avg: sql`avg(${value})`,
    count: sql`count(${value})`,
    max: sql`max(${value})`,
    median: sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY ${value})`,
    min: sql`min(${value})`,
    mode: sql`mode() WITHIN GROUP (ORDER BY ${value})`,
    stddev: sql`stddev_samp(${value})`,
    sum: sql`sum(${value})`,
    variance: sql`var_samp(${value})`,
  }[statistic]
}

/**
 * The same of numbers each of which there are `times` equal ones; null for the statistics that take a row for each of
 * them.
 */
export function weightedStatisticOf(statistic: Statistic, value: Sql, times: Sql): Sql | null {
  const sum = sql`sum(${value} * ${times})`
  switch (statistic) {
    case 'avg':
      return sql`${sum} / sum(${times})`
    case 'count':
      return sql`sum(${times})`
    case 'sum':
      return sum
    case 'max':
    case 'min':
      return statisticOf(statistic, value)
    default:
      return null
  }
}

/**
 * One number for each subscriber: `subscriber`, `value`. Subscribers for whom it is not defined are left out, as is who
 * has one number only and is asked for a standard deviation.
 *
 * @param numbers The numbers of subscribers, in groups of rows.
 */
export function oneNumberEach(value: Sql, numbers: Sql): Sql {
  return sql`
    SELECT subscriber, value
    FROM (
      SELECT subscriber, (${value})::double precision AS value
      FROM (
        ${numbers}
      ) AS numbers
      GROUP BY subscriber
    ) AS values
    WHERE value IS NOT NULL`
}
