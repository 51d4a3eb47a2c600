import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

/** How often each table of raw events or of mobile money has been scanned, by its name. */
type Scans = ReadonlyMap<string, number>

/**
 * PostgreSQL's processes tell what they have scanned when they have been idle for ten seconds at the latest; this is how
 * long to wait until they have.
 */
const TOLD_AFTER_MS = 11_000

/** Finds out which raw tables are read, by PostgreSQL's own counters of scans. */
export class RawTables {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** The counters as they are now. */
  async scans(): Promise<Scans> {
    const { rows } = await this.#pool.query<{ table: string; scans: number }>(
      `SELECT relname AS table, seq_scan + coalesce(idx_scan, 0) AS scans
       FROM pg_stat_all_tables WHERE schemaname IN ('events', 'dfs')`,
    )
    return new Map(rows.map(({ table, scans }) => [table, scans]))
  }

  /**
   * The kinds of raw tables that have been read, such as `calls` for any day of calls.
   *
   * @param before The counters before whatever read them.
   * @param ended When that ended, by `performance.now()`.
   */
  async readSince(before: Scans, ended: number): Promise<string[]> {
    await sleep(Math.max(0, ended + TOLD_AFTER_MS - performance.now()))
    const now = await this.scans()
    const read = [...now].filter(([table, scans]) => scans > (before.get(table) ?? 0))
    return [...new Set(read.map(([table]) => table.replace(/_\d{8}.*$/, '')))].sort()
  }
}
