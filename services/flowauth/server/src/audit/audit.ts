import { transaction } from '@flowkit/service'
import type pg from 'pg'
import type { AuditEvent, AuditFilter } from '../api/audit.ts'
import type { Queryable } from '../database/queryable.ts'

/** Who does something, and from where. */
export interface Doer {
  /** By a name that somebody may have made up: it is recorded where it is a user's. */
  readonly username: string | null
  readonly address: string | null
}

/** A command, or FlowAuth of its own accord. */
export const NOBODY: Doer = { username: null, address: null }

/** What is told of a deed beside what it is. */
export interface DeedDetails {
  /** Who did it, where that is not who is known to be doing things. */
  readonly by?: string
  /** The name of what it was done to. */
  readonly about?: string | undefined
  readonly details?: object
}

/** Records something that is done, in the transaction that does it. */
export type Tell = (event: AuditEvent, details?: DeedDetails) => Promise<void>

/** What was recorded. */
export interface AuditRow {
  readonly id: number
  readonly at: Date
  readonly event: string
  readonly username: string | null
  readonly address: string | null
  readonly about: string | null
  readonly details: Record<string, unknown>
}

/** How many a page shows. */
export const PAGE_SIZE = 100

/**
 * Does something and records it in one transaction: where either fails, neither is there.
 *
 * @param change Does it, with the connection that it is given and no other, and tells what it has done.
 */
export function doAndTell<T>(
  pool: pg.Pool,
  doer: Doer,
  change: (client: pg.PoolClient, tell: Tell) => Promise<T>,
): Promise<T> {
  return transaction(pool, client => change(client, teller(client, doer)))
}

/**
 * What records the deeds of somebody in a transaction that has begun. A name that is nobody's is left out: some people
 * type their password where their name belongs.
 */
export function teller(client: Queryable, { username, address }: Doer): Tell {
  return async (event, { by, about, details = {} } = {}) => {
    await client.query(
      `INSERT INTO audit (event, username, address, about, details)
       VALUES ($1, (SELECT username FROM users WHERE lower(username) = lower($2)), $3, $4, $5)`,
      [event, by ?? username, address, about ?? null, JSON.stringify(details)],
    )
  }
}

/**
 * What was recorded, newest first.
 *
 * @param before Only what was recorded before the one with this id.
 */
export async function readAudit(
  database: Queryable,
  { event, username, from, until }: AuditFilter,
  limit: number,
  before?: number,
): Promise<AuditRow[]> {
  const { rows } = await database.query<AuditRow>(
    `SELECT id, at, event, username, address, about, details FROM audit
     WHERE ($1::text IS NULL OR event = $1)
       AND ($2::text IS NULL OR lower(username) = lower($2) OR lower(about) = lower($2))
       AND ($3::timestamptz IS NULL OR at >= $3)
       AND ($4::timestamptz IS NULL OR at < $4)
       AND ($5::bigint IS NULL OR id < $5)
     ORDER BY id DESC LIMIT $6`,
    [event ?? null, username ?? null, from ?? null, until ?? null, before ?? null, limit],
  )
  return rows
}
