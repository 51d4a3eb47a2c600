import pg from 'pg'

/** A pool, or one connection of it, in a transaction or not. */
export type Queryable = Pick<pg.ClientBase, 'query'>

/** PostgreSQL's codes of what a constraint refuses. */
const UNIQUE_VIOLATION = '23505'
const FOREIGN_KEY_VIOLATION = '23503'

/** Whether a statement failed since there is such a row already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION
}

/** Whether a statement failed since what it refers to does not exist. */
export function isDangling(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === FOREIGN_KEY_VIOLATION
}
