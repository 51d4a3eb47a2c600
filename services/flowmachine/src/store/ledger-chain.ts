import { createHash } from 'node:crypto'
import type pg from 'pg'

/*
 * Checks the chain of the ledger. Hashes are computed here, not in the database: whoever can change entries there can
 * change its functions too.
 */

/** An entry and the hash of its record. */
export interface LedgerMark {
  readonly entry: number
  /** SHA-256 in hexadecimal; of entry 0, which is none, 64 zeros. */
  readonly hash: string
}

/** The chain is whole up to its last entry, or it is not, and why. */
export type Verification =
  | { readonly whole: true; readonly head: LedgerMark }
  | { readonly whole: false; readonly broken: number; readonly reason: string }

/** An entry as it is stored. */
export interface StoredEntry {
  readonly entry: number
  readonly record: string
}

/** The hash that the next entry holds of a record. */
export function hashOf(record: string): string {
  return createHash('sha256').update(record, 'utf8').digest('hex')
}

const BEFORE_ALL: LedgerMark = { entry: 0, hash: '0'.repeat(64) }
const BATCH = 1_000

/** Reads the entries as they are stored, in their order, some at a time. */
export async function* storedEntries(database: pg.ClientBase): AsyncGenerator<StoredEntry> {
  let last = Number.MIN_SAFE_INTEGER
  for (;;) {
    const { rows } = await database.query<StoredEntry>(
      `SELECT entry, record FROM ledger.entries WHERE entry > $1 ORDER BY entry LIMIT ${BATCH}`,
      [last],
    )
    yield* rows
    const end = rows.at(-1)
    if (!end || rows.length < BATCH) return
    last = end.entry
  }
}

/** The last entry as the ledger itself states it. */
export async function statedHead(database: pg.ClientBase): Promise<LedgerMark | undefined> {
  const { rows } = await database.query<LedgerMark>('SELECT entry, hash FROM ledger.head')
  return rows[0]
}

/**
 * Checks that every entry holds the hash of the one before it, that none is missing, and that the last one is the one
 * which the ledger states.
 *
 * @param database In a transaction that keeps its snapshot, so that nothing is appended meanwhile.
 * @param expected Marks that were noted elsewhere: only they can tell that a chain was made anew from some entry on.
 */
export async function verifyChain(
  database: pg.ClientBase,
  expected: readonly LedgerMark[] = [],
): Promise<Verification> {
  const toBeMet = new Map(expected.map(({ entry, hash }) => [entry, hash]))
  let last = BEFORE_ALL
  for await (const { entry, record } of storedEntries(database)) {
    if (entry !== last.entry + 1) return broken(last.entry + 1, 'it is missing')
    const head = headOf(record)
    if (!head) return broken(entry, 'it has no form that is known')
    if (head.entry !== entry) return broken(entry, `it says that it is entry ${head.entry}`)
    if (head.previous !== last.hash)
      return broken(entry, `entry ${last.entry} is not the one that it was written after`)
    last = { entry, hash: hashOf(record) }
    const noted = toBeMet.get(entry)
    if (noted !== undefined && noted !== last.hash) return broken(entry, 'it is not the one that was noted')
  }
  const ahead = expected.find(({ entry }) => entry > last.entry)
  if (ahead) return broken(last.entry + 1, `it is missing: entry ${ahead.entry} was noted`)
  const stated = await statedHead(database)
  if (stated?.entry !== last.entry || stated.hash !== last.hash)
    return broken(last.entry, `the ledger states another last entry: ${stated?.entry ?? 'none'}`)
  return { whole: true, head: last }
}

const broken = (entry: number, reason: string): Verification => ({ whole: false, broken: entry, reason })

/** What a record says of its place, if it is of a version that is known. */
function headOf(record: string): { entry: unknown; previous: unknown } | undefined {
  try {
    const { version, entry, previous } = JSON.parse(record)
    return version === 1 ? { entry, previous } : undefined
  } catch {
    return undefined
  }
}
