import type { GrantOutcome, Identity, ResultFormat, Spec } from '@flowkit/contract'
import type pg from 'pg'
import type { Interest } from './interests.ts'
import { type StoredResult, versionsOf } from './results.ts'

/*
 * What the ledger is told. Each entry holds the hash of the one before it, so that entries are written one after the
 * other: whoever appends has the last entry to itself until its transaction ends. It is therefore the last thing that
 * a short transaction does.
 */

/**
 * Notes who is given which result in which format, behind the run that it came from. Nothing is given before this has
 * committed.
 *
 * @returns the number of the ledger's entry.
 */
export async function recordGrant(
  database: pg.Pool,
  to: Identity,
  spec: Spec,
  result: StoredResult,
  format: ResultFormat,
): Promise<number> {
  await noteEndedRuns(database)
  return entryOf(
    await database.query<{ entry: number }>(
      'SELECT ledger.append_grant($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS entry',
      [
        to.issuer,
        to.subject,
        to.token_id,
        result.query_id,
        JSON.stringify(spec),
        result.run,
        format,
        JSON.stringify(await versionsOf(database, result)),
        result.row_count,
        result.cells_left_out,
      ],
    ),
  )
}

/** There is no such grant to this person. */
export class NoSuchGrant extends Error {
  override readonly name = 'NoSuchGrant'
}

/**
 * Notes how a grant ended. Only the first word counts; saying it again changes nothing.
 *
 * @param bytes How much was handed out before it ended, before compression.
 * @throws {NoSuchGrant} for a grant to somebody else too.
 */
export async function closeGrant(
  database: pg.Pool,
  { issuer, subject }: Identity,
  grant: number,
  outcome: GrantOutcome,
  bytes: number,
): Promise<number> {
  const closed = database.query<{ entry: number }>('SELECT ledger.close_grant($1, $2, $3, $4, $5) AS entry', [
    grant,
    issuer,
    subject,
    outcome,
    bytes,
  ])
  return entryOf(
    await closed.catch(error => {
      throw error.code === NO_DATA_FOUND ? new NoSuchGrant(`Grant ${grant} is not ${subject}'s`) : error
    }),
  )
}

const NO_DATA_FOUND = 'P0002'

/** How many runs are noted, or grants closed, in one transaction. */
const BATCH = 100

/**
 * Closes the grants of which nobody has said for a time how they ended, since who delivered them died, or could not say
 * it: their outcome is `unknown`.
 *
 * @returns how many there were; the next round looks for more than a batch.
 */
export async function closeForgottenGrants(database: pg.Pool, afterSeconds: number): Promise<number> {
  const { rows } = await database.query<{ closed: number }>(
    'SELECT ledger.close_forgotten_grants($1, $2) AS closed',
    [afterSeconds, BATCH],
  )
  return rows[0]?.closed ?? 0
}

/**
 * Notes the runs that have ended and are not in the ledger yet, by whichever process they were. Usually that is the
 * one that has just ended here; others are of processes that died at that moment.
 */
export async function noteEndedRuns(database: pg.Pool): Promise<void> {
  for (;;) {
    const { rowCount } = await database.query(
      `UPDATE cache.runs AS run SET ledger_entry = ledger.append_run(
         run.run, run.query_id, form, spec, run.wanted_by, run.worker_id, run.started_at, run.finished_at,
         run.outcome, run.reason, versions, row_count, cells_left_out
       )
       FROM (
         SELECT run FROM cache.runs WHERE outcome IS NOT NULL AND ledger_entry IS NULL
         ORDER BY run LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
       ) AS ended
       JOIN cache.runs AS attempt USING (run)
       LEFT JOIN cache.queries USING (query_id)
       LEFT JOIN cache.results USING (query_id, run)
       LEFT JOIN LATERAL (
         SELECT jsonb_object_agg(item, version::text) AS versions
         FROM cache.result_versions AS read WHERE read.query_id = attempt.query_id AND read.run = attempt.run
       ) AS data ON true
       WHERE run.run = ended.run`,
    )
    if ((rowCount ?? 0) < BATCH) return
  }
}

/** What became of a query when somebody's interest in it ended. */
type CancelOutcome =
  /** It is computed no further. */
  | 'cancelled'
  /** Somebody else wants it, or there was nothing to cancel. */
  | 'kept'
  /** Like `cancelled`, but nobody said so: its user had not been seen for long. */
  | 'lapsed'

/** Notes that somebody's interest in a query has ended, at the end of the transaction that ends it. */
export async function noteCancel(
  client: pg.ClientBase,
  { query_id, issuer, subject }: Interest,
  tokenId: string | null,
  outcome: CancelOutcome,
  queriesCancelled: number,
): Promise<void> {
  await client.query(
    `SELECT ledger.append_cancel(
       $1, $2, $3, $4, (SELECT spec FROM cache.queries WHERE query_id = $4), $5, $6
     )`,
    [issuer || null, subject, tokenId, query_id, outcome, queriesCancelled],
  )
}

function entryOf({ rows }: pg.QueryResult<{ entry: number }>): number {
  const [row] = rows
  if (!row) throw new Error('The ledger did not answer with an entry')
  return row.entry
}
