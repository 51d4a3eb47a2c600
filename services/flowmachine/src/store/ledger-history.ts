import type pg from 'pg'

/** What entries of the ledger are about; how a grant ended is told with it. */
export const ENTRY_TYPES = ['run', 'grant', 'cancel'] as const
export type EntryType = (typeof ENTRY_TYPES)[number]

/** An entry of the ledger as people read it. Moments are ISO 8601, in UTC. */
export interface LedgerEntry {
  readonly entry: number
  readonly at: string
  readonly type: EntryType
  readonly issuer: string | null
  /** Null for a run, which may be for several. */
  readonly subject: string | null
  readonly token_id: string | null
  /** For whom a run was begun. */
  readonly wanted_by: readonly Readonly<Record<string, string | null>>[] | null
  readonly query_id: string
  /** The kind of the query. */
  readonly kind: string | null
  readonly spec: unknown
  readonly run: number | null
  readonly form: string | null
  readonly format: string | null
  readonly data_versions: Readonly<Record<string, string>> | null
  /** Of a grant those released, of a run those stored. */
  readonly rows: number | null
  readonly cells_left_out: number | null
  /** Of a run as in cache.runs; of a grant `open` until it is closed. */
  readonly outcome: string
  readonly reason: string | null
  /** How much was handed out, before compression. */
  readonly bytes: number | null
  readonly closed_at: string | null
}

/** The columns of an entry, in the order in which they are shown. */
export const ENTRY_COLUMNS = [
  'entry',
  'at',
  'type',
  'issuer',
  'subject',
  'token_id',
  'wanted_by',
  'query_id',
  'kind',
  'spec',
  'run',
  'form',
  'format',
  'data_versions',
  'rows',
  'cells_left_out',
  'outcome',
  'reason',
  'bytes',
  'closed_at',
] as const satisfies readonly (keyof LedgerEntry)[]

/** Which entries to read; all of those that every given condition holds for. */
export interface LedgerFilter {
  /** Somebody to whom a result was given, who cancelled, or for whom a run was begun. */
  readonly who?: string | undefined
  readonly query?: string | undefined
  readonly type?: EntryType | undefined
  readonly kind?: string | undefined
  readonly outcome?: string | undefined
  /** From this moment on; a date begins at midnight of the deployment's time zone. */
  readonly since?: string | undefined
  /** Before this moment. */
  readonly until?: string | undefined
}

const CONDITIONS = {
  who: `(subject = $ OR wanted_by @> jsonb_build_array(jsonb_build_object('subject', $::text)))`,
  query: 'query_id = $',
  type: 'type = $',
  kind: 'kind = $',
  outcome: 'outcome = $',
  since: 'at >= $::timestamptz',
  until: 'at < $::timestamptz',
} as const satisfies Record<keyof LedgerFilter, string>

const BATCH = 1_000

/**
 * Reads entries, oldest first, some at a time.
 *
 * @throws the database's error for a moment that is none.
 */
export async function* ledgerEntries(
  database: pg.ClientBase,
  filter: LedgerFilter = {},
): AsyncGenerator<LedgerEntry> {
  const conditions = ['entry > $1']
  const values: unknown[] = []
  for (const [name, condition] of Object.entries(CONDITIONS)) {
    const value = filter[name as keyof LedgerFilter]
    if (value === undefined) continue
    values.push(value)
    conditions.push(condition.replaceAll('$', `$${values.length + 1}`))
  }
  const columns = ENTRY_COLUMNS.map(column =>
    column === 'at' || column === 'closed_at'
      ? `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS ${column}`
      : column,
  )
  const statement = `SELECT ${columns.join(', ')} FROM ledger.history
    WHERE ${conditions.join(' AND ')} ORDER BY entry LIMIT ${BATCH}`
  for (let last = 0; ; ) {
    const { rows } = await database.query<LedgerEntry>(statement, [last, ...values])
    yield* rows
    const end = rows.at(-1)
    if (!end || rows.length < BATCH) return
    last = end.entry
  }
}
