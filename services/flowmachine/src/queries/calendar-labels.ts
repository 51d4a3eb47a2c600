import { minutesOfPeriod, type Periods } from '@flowkit/contract'
import { type Sql, sql } from '../sql.ts'

/**
 * A list of periods as people read it: a JSON list of the moments on the clock at which they begin, such as
 * `["2016-01-01T00:00:00"]`.
 */
export function startsOf(periods: Periods): Sql {
  const minutes = minutesOfPeriod(periods)
  return sql`
    (
      SELECT jsonb_agg(${periods.start_date}::timestamp + period * interval '1 minute' * ${minutes} ORDER BY period)
      FROM unnest(periods) AS period
    )`
}
