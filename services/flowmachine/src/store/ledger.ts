import type { GrantOutcome, Identity, ResultFormat, Spec } from '@flowkit/contract'
import type pg from 'pg'
import type { Interest } from './interests.ts'
import type { StoredResult } from './results.ts'
import { Together } from './together.ts'

/*
 * What the ledger is told. Each entry holds the hash of the one before it, so that entries are written one after the
 * other: whoever appends has the last entry to itself until its transaction ends. It is therefore the last thing that
 * a short transaction does.
 */

/** Somebody who is given a result. */
interface NewGrant {
  readonly to: Identity
  readonly spec: Spec
  readonly result: StoredResult
  readonly format: ResultFormat
}

/**
 * Notes who is given which result in which format, behind the run that it came from. Nothing is given before this has
 * committed.
 *
 * @returns the number of the ledger's entry.
 */
export function recordGrant(
  database: pg.Pool,
  to: Identity,
  spec: Spec,
  result: StoredResult,
  format: ResultFormat,
): Promise<number> {
  return grants.of(database, { to, spec, result, format })
}

/** There is one end of the chain: whoever else would append meanwhile would wait for it. */
const APPENDING_AT_A_TIME = 1

const grants = new Together<NewGrant, number>(async (database, given) => {
  await noteEndedRuns(database)
  const rows = given.map(({ to, spec, result, format }) => ({
    issuer: to.issuer,
    subject: to.subject,
    token_id: to.token_id,
    query_id: result.query_id,
    spec,
    run: result.run,
    format,
    rows_released: result.row_count,
    cells_left_out: result.cells_left_out,
  }))
  const { rows: appended } = await database.query<{ entry: number }>({
    name: 'append grants',
    text: `SELECT ledger.append_grant(
         issuer, subject, token_id, query_id, spec, run, format,
         (SELECT coalesce(jsonb_object_agg(item, version::text), '{}') FROM cache.result_versions AS read
          WHERE read.query_id = given.query_id AND read.run = given.run),
         rows_released, cells_left_out
       ) AS entry
       FROM jsonb_to_recordset($1) AS given (
         issuer text, subject text, token_id text, query_id text, spec jsonb, run bigint, format text,
         rows_released bigint, cells_left_out bigint
       )`,
    values: [JSON.stringify(rows)],
  })
  return entriesOf(appended, given.length)
}, APPENDING_AT_A_TIME)

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
  return closings.of(database, { grant, issuer, subject, outcome, bytes }).catch(error => {
    throw error.code === NO_DATA_FOUND ? new NoSuchGrant(`Grant ${grant} is not ${subject}'s`) : error
  })
}

/** How a grant ended, as the database is told. */
interface Closing extends Pick<Identity, 'issuer' | 'subject'> {
  readonly grant: number
  readonly outcome: GrantOutcome
  readonly bytes: number
}

const closings = new Together<Closing, number>(async (database, ended) => {
  const { rows } = await database.query<{ entry: number }>({
    name: 'close grants',
    text: `SELECT ledger.close_grant("grant", issuer, subject, outcome, bytes) AS entry
       FROM jsonb_to_recordset($1) AS ended ("grant" bigint, issuer text, subject text, outcome text, bytes bigint)`,
    values: [JSON.stringify(ended)],
  })
  return entriesOf(rows, ended.length)
}, APPENDING_AT_A_TIME)

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
export async function noteEndedRuns(database: pg.Pool | pg.ClientBase): Promise<void> {
  for (;;) {
    const { rowCount } = await database.query({
      name: 'note ended runs',
      text: `UPDATE cache.runs AS run SET ledger_entry = ledger.append_run(
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
    })
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

/** The entries of what was appended, in the order in which it was given. */
function entriesOf(rows: readonly { entry: number }[], appended: number): number[] {
  if (rows.length !== appended)
    throw new Error(`The ledger answered with ${rows.length} entries to ${appended}`)
  return rows.map(({ entry }) => entry)
}
