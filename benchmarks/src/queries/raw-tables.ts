import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

/** How often tables of each kind have been scanned: the days of `calls`, say, or the tables of `mobile money`. */
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
    const { rows } = await this.#pool.query<{ kind: string; scans: number }>(
      `SELECT CASE schemaname WHEN 'dfs' THEN 'mobile money' ELSE regexp_replace(relname, '_\\d{8}.*', '') END AS kind,
         sum(seq_scan + coalesce(idx_scan, 0))::bigint AS scans
       FROM pg_stat_all_tables WHERE schemaname IN ('events', 'dfs')
       GROUP BY kind`,
    )
    return new Map(rows.map(({ kind, scans }) => [kind, scans]))
  }

  /**
   * The kinds of raw tables that have been read.
   *
   * @param before The counters before whatever read them.
   * @param ended When that ended, by `performance.now()`.
   */
  async readSince(before: Scans, ended: number): Promise<string[]> {
    await sleep(Math.max(0, ended + TOLD_AFTER_MS - performance.now()))
    const now = await this.scans()
    return [...now.keys()].filter(kind => (now.get(kind) ?? 0) > (before.get(kind) ?? 0)).sort()
  }
}
