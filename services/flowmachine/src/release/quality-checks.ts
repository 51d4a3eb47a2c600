import type { QualityCheck, QualityOutcome } from '@flowkit/contract'
import type pg from 'pg'
import { SMALLEST_RELEASED_COUNT } from './rules.ts'

/** Which outcomes of which check are asked for. Days are local, and both ends belong to the period. */
export interface QualityQuestion {
  readonly cdr_type: string
  readonly check_type: string
  readonly start_date: string
  readonly end_date: string
}

/** The number of different subscribers of a day, which every load records. */
const SUBSCRIBERS = 'count_msisdns'

/** Counts of places, behind which stands nobody. */
const COUNTS_OF_PLACES = ['count_location_ids', 'count_locatable_location_ids']

/**
 * Which outcomes may be told. A day with few subscribers says nothing at all, whatever the figure, nor does one of
 * which that number is not known; and a count that is not zero has to be as large as any other released count,
 * whether it counts people or what they did.
 */
const MAY_BE_TOLD = `
  ${zeroOrEnough('subscribers.outcome')} AND (
    checks.type_of_query_or_check NOT LIKE 'count%'
    OR checks.type_of_query_or_check = ANY($5)
    OR ${zeroOrEnough('checks.outcome')}
  )`

/** Whether a text is a whole number that is zero or as large as a released count has to be. */
function zeroOrEnough(outcome: string): string {
  const enough = `${outcome}::numeric = 0 OR ${outcome}::numeric >= ${SMALLEST_RELEASED_COUNT}`
  return `CASE WHEN ${outcome} ~ '^[0-9]+$' THEN ${enough} ELSE false END`
}

/** The checks that were made, by event type. */
export async function qualityChecks(database: pg.Pool): Promise<QualityCheck[]> {
  const { rows } = await database.query<QualityCheck>(
    `SELECT DISTINCT cdr_type, type_of_query_or_check FROM etl.deduped_post_etl_queries ORDER BY 1, 2`,
  )
  return rows
}

/** The newest outcomes of a check on days that are available, in order, as far as they may be told. */
export async function qualityOutcomes(
  database: pg.Pool,
  { cdr_type, check_type, start_date, end_date }: QualityQuestion,
): Promise<QualityOutcome[]> {
  // The database holds no such name, and cannot even be asked for it.
  if (`${cdr_type}${check_type}`.includes('\0')) return []
  const { rows } = await database.query<QualityOutcome>(
    `SELECT checks.cdr_date::text, checks.outcome, checks.type_of_query_or_check
     FROM etl.deduped_post_etl_queries AS checks
     JOIN (
       SELECT cdr_type, cdr_date, outcome
       FROM etl.deduped_post_etl_queries
       WHERE type_of_query_or_check = '${SUBSCRIBERS}'
     ) AS subscribers USING (cdr_type, cdr_date)
     WHERE cdr_type = $1 AND checks.type_of_query_or_check = $2 AND cdr_date BETWEEN $3 AND $4
       AND checks.outcome IS NOT NULL AND ${MAY_BE_TOLD}
     ORDER BY cdr_date`,
    [cdr_type, check_type, start_date, end_date, COUNTS_OF_PLACES],
  )
  return rows
}
