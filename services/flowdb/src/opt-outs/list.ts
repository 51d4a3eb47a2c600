import { createInterface } from 'node:readline'
import { finished, type Readable } from 'node:stream'
import type { Pseudonymizer } from '@flowkit/service'
import type pg from 'pg'
import { FlowDbError, reasonOf } from '../errors.ts'
import { copyInto } from '../load/copy.ts'

/**
 * Reads a list of people into the temporary table `listed` of the caller's transaction, as their pseudonyms.
 *
 * @param source One identifier a line; empty lines are skipped.
 * @param nothing What has not happened where the list cannot be used, as a sentence.
 * @throws {FlowDbError} naming the first line that cannot be used, without what it holds.
 */
export async function readList(
  client: pg.ClientBase,
  source: Readable,
  pseudonym: Pseudonymizer,
  nothing: string,
): Promise<void> {
  await client.query('CREATE TEMPORARY TABLE listed (msisdn bytea NOT NULL) ON COMMIT DROP')
  await copyInto(client, 'listed', { columns: ['msisdn'], chunks: pseudonyms(source, pseudonym, nothing) })
}

/** Pseudonyms as lines of COPY text. */
async function* pseudonyms(
  source: Readable,
  pseudonym: Pseudonymizer,
  nothing: string,
): AsyncGenerator<string> {
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })
  // At an error of the source, which may be past already, lines would be waited for in vain.
  finished(source, () => lines.close())
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() === '') continue
    const hash = pseudonym(line)
    if (hash === undefined) throw new FlowDbError(`Line ${number} is not a hash. ${nothing}`)
    yield `\\\\x${hash}\n`
  }
  const { errored } = source
  if (errored)
    throw new FlowDbError(`The list cannot be read: ${reasonOf(errored)}. ${nothing}`, { cause: errored })
}

/** How many people have opted out. */
export async function countOptOuts(client: pg.ClientBase | pg.Pool): Promise<number> {
  const { rows } = await client.query<{ total: number }>('SELECT count(*) AS total FROM etl.opt_outs')
  return rows[0]?.total ?? 0
}

/** The pseudonyms of all who have opted out, as hexadecimal digits, in the order in which they did. */
export async function listOptOuts(client: pg.ClientBase | pg.Pool): Promise<string[]> {
  const { rows } = await client.query<{ hash: string }>(
    "SELECT encode(msisdn, 'hex') AS hash FROM etl.opt_outs ORDER BY added_at, msisdn",
  )
  return rows.map(({ hash }) => hash)
}
