import type pg from 'pg'
import { type Sql, sql } from '../sql.ts'
import { SMALLEST_RELEASED_COUNT } from './rules.ts'

/** A question that must not be answered; the message is for the person who asked it. */
export class NotReleasable extends Error {
  override readonly name = 'NotReleasable'
}

/**
 * Refuses a subset, a relation with a column `subscriber`, of so few subscribers that an answer about them would be about persons.
 *
 * @throws {NotReleasable}
 */
export async function assertSubsetIsLarge(client: pg.ClientBase, relation: Sql): Promise<void> {
  const { rows } = await client.query<{ enough: boolean }>(
    sql`
      SELECT count(*) >= ${SMALLEST_RELEASED_COUNT} AS enough
      FROM (SELECT DISTINCT subscriber FROM ${relation} LIMIT ${SMALLEST_RELEASED_COUNT}) AS subset`.text,
  )
  if (!rows[0]?.enough)
    throw new NotReleasable(
      `The subscriber subset holds fewer than ${SMALLEST_RELEASED_COUNT} subscribers, so nothing can be released about it.`,
    )
}
