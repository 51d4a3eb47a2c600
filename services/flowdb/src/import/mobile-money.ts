import { existingPseudonyms, transaction } from '@flowkit/service'
import type pg from 'pg'
import { querySource } from '../ingest/sources.ts'
import { copyCsvInto, copyInto } from '../load/copy.ts'
import { inTransaction } from '../load/one-connection.ts'
import { hasRows } from './tables.ts'

/** What came of the mobile money of another FlowDB. */
export interface MobileMoneyReport {
  readonly transactions: number
  /** Whether any of it is other than what was here. */
  readonly changed: boolean
  /** Subscribers whose identifier is no hash. */
  readonly notHashed: number
  /** Subscribers who have opted out. */
  readonly optedOut: number
  /** Parties of transactions whose cell is not here. */
  readonly withoutCell: number
}

/** The tables of mobile money, each after those that it names. */
const TABLES = ['transaction_types', 'transactions', 'subscribers', 'transactions_metadata'] as const

/**
 * Imports the mobile money of another FlowDB, whose identifiers are hashes, in place of all that is here: transactions
 * have numbers, which are kept. A party whose identifier is no hash, who has opted out or whose cell is not here is left
 * out, and with the last of its parties a transaction. Where nothing is other than before, nothing is written, so that
 * results stay fresh.
 *
 * @returns undefined where the source has none.
 */
export async function importMobileMoney(
  source: pg.ClientBase,
  pool: pg.Pool,
): Promise<MobileMoneyReport | undefined> {
  if (!(await hasRows(source, 'dfs.transactions'))) return undefined
  return transaction(pool, async client => {
    for (const table of TABLES)
      await client.query(`CREATE TEMP TABLE new_${table} (LIKE dfs.${table}) ON COMMIT DROP`)
    // All tables as they were at one moment.
    const counted = await inTransaction(source, async () => {
      await source.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await copyTable(source, client, 'transaction_types', 'id, descr, user_type_a_party, user_type_b_party')
      await copyTable(
        source,
        client,
        'transactions',
        'id, amount, discount, fee, commission, transtype_id, timestamp',
      )
      await copyTable(
        source,
        client,
        'transactions_metadata',
        'transaction_id, subscriber_id, cell_id, cell_version, is_outgoing',
      )
      return copySubscribers(source, client)
    })
    const optedOut = await remove(
      client,
      'DELETE FROM new_subscribers AS new USING etl.opt_outs WHERE new.msisdn = opt_outs.msisdn',
    )
    const withoutCell = await remove(
      client,
      `DELETE FROM new_transactions_metadata AS new
       WHERE NOT EXISTS (SELECT FROM infrastructure.cells WHERE cells.id = new.cell_id AND version = cell_version)`,
    )
    await client.query('CREATE INDEX ON new_subscribers (id)')
    await client.query(
      `DELETE FROM new_transactions_metadata
       WHERE NOT EXISTS (SELECT FROM new_subscribers WHERE id = subscriber_id)`,
    )
    await client.query('CREATE INDEX ON new_transactions_metadata (transaction_id)')
    await client.query(
      `DELETE FROM new_transactions
       WHERE NOT EXISTS (SELECT FROM new_transactions_metadata WHERE transaction_id = id)`,
    )
    const changed = await differs(client)
    if (changed) await replace(client)
    const { rows } = await client.query<{ count: number }>('SELECT count(*) FROM new_transactions')
    return { transactions: rows[0]?.count ?? 0, changed, optedOut, withoutCell, ...counted }
  })
}

async function copyTable(
  source: pg.ClientBase,
  client: pg.ClientBase,
  table: (typeof TABLES)[number],
  columns: string,
): Promise<void> {
  const { stream } = querySource(source, `SELECT ${columns} FROM dfs.${table}`)
  await copyCsvInto(client, `new_${table}`, stream)
}

const AT_ONCE = 10_000

async function copySubscribers(
  source: pg.ClientBase,
  client: pg.ClientBase,
): Promise<Pick<MobileMoneyReport, 'notHashed'>> {
  let notHashed = 0
  async function* rows() {
    await source.query(
      'DECLARE subscribers NO SCROLL CURSOR FOR SELECT id::text, msisdn::text FROM dfs.subscribers',
    )
    for (;;) {
      const { rows } = await source.query<{ id: string; msisdn: string | null }>(
        `FETCH ${AT_ONCE} FROM subscribers`,
      )
      if (rows.length === 0) return
      let text = ''
      for (const { id, msisdn } of rows) {
        const hash = msisdn === null ? undefined : existingPseudonyms(msisdn)
        if (hash === undefined) notHashed += 1
        else text += `${id}\t\\\\x${hash}\n`
      }
      yield text
    }
  }
  await copyInto(client, 'new_subscribers', { columns: ['id', 'msisdn'], chunks: rows() })
  return { notHashed }
}

async function remove(client: pg.ClientBase, statement: string): Promise<number> {
  return (await client.query(statement)).rowCount ?? 0
}

async function differs(client: pg.ClientBase): Promise<boolean> {
  const tests = TABLES.flatMap(table => [
    `EXISTS (SELECT * FROM new_${table} EXCEPT ALL SELECT * FROM dfs.${table})`,
    `EXISTS (SELECT * FROM dfs.${table} EXCEPT ALL SELECT * FROM new_${table})`,
  ])
  const { rows } = await client.query<{ differs: boolean }>(`SELECT ${tests.join(' OR ')} AS differs`)
  return rows[0]?.differs === true
}

/** Readers see what was there until this is committed. */
async function replace(client: pg.ClientBase): Promise<void> {
  for (const table of TABLES.toReversed()) await client.query(`DELETE FROM dfs.${table}`)
  for (const table of TABLES) await client.query(`INSERT INTO dfs.${table} SELECT * FROM new_${table}`)
  for (const table of ['transaction_types', 'transactions', 'subscribers'])
    await client.query(
      `SELECT setval(pg_get_serial_sequence('dfs.${table}', 'id'), greatest(max(id), 1)) FROM dfs.${table}`,
    )
}
