import type { AuditEvent, AuditFilter } from '../api/audit.ts'
import type { Queryable } from '../database/queryable.ts'

/** Something that was done, to be recorded. */
export interface Deed {
  readonly event: AuditEvent
  /** Who, by a name that somebody may have made up: it is recorded where it is a user's. */
  readonly username: string | null
  readonly address: string | null
  /** The name of what it was done to. */
  readonly about?: string | undefined
  readonly details?: object
}

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
 * Records what was done. A name that is nobody's is left out: some people type their password where their name belongs.
 */
export async function record(database: Queryable, deed: Deed): Promise<void> {
  const { event, username, address, about = null, details = {} } = deed
  await database.query(
    `INSERT INTO audit (event, username, address, about, details)
     VALUES ($1, (SELECT username FROM users WHERE lower(username) = lower($2)), $3, $4, $5)`,
    [event, username, address, about, JSON.stringify(details)],
  )
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
