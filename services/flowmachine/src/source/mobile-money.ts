import { addDays, type SpatialUnit } from '@flowkit/contract'
import { name, type Sql, sql } from '../sql.ts'
import type { DataItem } from './data-items.ts'
import { cellsToPlaces, placeItems } from './places.ts'

/** The amounts of a transaction. */
export type AmountOf = 'amount' | 'commission' | 'discount' | 'fee'

/** Which transactions a query needs: those of the days from `start` to `end`, both inclusive. */
export interface TransfersNeed {
  readonly start: string
  readonly end: string
  readonly amount: AmountOf
}

/** What the amounts of transactions by place are made from. */
export function transferItems(unit: SpatialUnit): DataItem[] {
  return [...placeItems(unit), 'mobile_money']
}

/**
 * Who moved how much, when and where: `place`, `date`, `person`, `amount`, a row for each side of a transaction. Where a
 * side was is told by the version of the cell that it names; a side in no place drops out. A person is the number of a
 * party, the least of those that have the same pseudonym.
 *
 * @param places The unit's places.
 */
export function transfers({ start, end, amount }: TransfersNeed, unit: SpatialUnit, places: Sql): Sql {
  const moved = sql`transactions.${name(amount)}`
  return sql`
    SELECT place, timestamp::date AS date, coalesce(first_id, subscriber_id) AS person, ${moved} AS amount
    FROM dfs.transactions
    JOIN dfs.transactions_metadata AS sides ON sides.transaction_id = transactions.id
    LEFT JOIN (
      ${NUMBERED_AGAIN}
    ) AS numbered_again ON numbered_again.id = subscriber_id
    JOIN (
      SELECT cells.id, cells.version, places.place
      FROM infrastructure.cells AS cells
      ${cellsToPlaces(unit, places)}
    ) AS located ON located.id = sides.cell_id AND located.version = sides.cell_version
    WHERE timestamp >= ${start}::timestamptz AND timestamp < ${addDays(end, 1)}::timestamptz AND ${moved} IS NOT NULL
      AND subscriber_id IS NOT NULL`
}

/**
 * The parties that share their pseudonym with others: `id`, and `first_id`, the least of theirs. They are few, if any, so
 * that people are told apart by numbers, and not by the pseudonym of each side of each transaction.
 */
const NUMBERED_AGAIN = sql`
  SELECT id, min(id) OVER (PARTITION BY msisdn) AS first_id
  FROM dfs.subscribers
  WHERE msisdn IN (SELECT msisdn FROM dfs.subscribers GROUP BY msisdn HAVING count(*) > 1)`
