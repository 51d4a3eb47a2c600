import type pg from 'pg'
import type { Servers } from '../servers.ts'

/** The room that each layout takes, indexes included, in bytes. */
export interface Sizes {
  readonly flowkit: number
  readonly raw: number
  /** What is read of it: facts, visits and the numbers of subscribers. */
  readonly derived: number
}

/** Measures both layouts. */
export async function sizesOf({ flowkit, flowdb }: Pick<Servers, 'flowkit' | 'flowdb'>): Promise<Sizes> {
  return {
    flowkit: await sizeOf(flowkit, 'events'),
    raw: await sizeOf(flowdb, 'events'),
    derived: await sizeOf(flowdb, 'derived'),
  }
}

async function sizeOf(pool: pg.Pool, schema: string): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint AS bytes
     FROM pg_class
     WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'm')`,
    [schema],
  )
  return rows[0]?.bytes ?? 0
}
