import pg from 'pg'
import { type DayTables, freeTables, makeRawTable, sealedTables, sealTables } from '../load/day-tables.ts'
import type { DayOfType } from '../load/event-types.ts'
import { inTransaction } from '../load/one-connection.ts'
import { tidyDay } from '../load/tidy.ts'
import { logRemovals, type Removal } from '../retention/removals.ts'

/**
 * Takes those who have opted out from a day that is held: from its raw events, also as the counterparts of others, and
 * from its facts and visits. The day is replaced as by a load, in steps that each leave what is visible as it was or
 * as it is to be, and the seal also ends the grace time of results that have read the day before. The caller holds the
 * day's lock.
 *
 * @returns what was removed, nothing where nobody of the list was there: the day then stays as it is.
 */
export async function removeFromDay(client: pg.ClientBase, day: DayOfType): Promise<Removal[]> {
  const held = await sealedTables(client, day)
  if (held === undefined) return []
  const removals = await findOptedOut(client, day, held)
  if (removals.length === 0) return []

  const tables = await freeTables(client, day)
  const { raw } = held
  const events =
    raw === null ? null : await makeRawTable(client, day, tables.raw, () => copyRaw(client, raw, tables.raw))
  const facts = await inTransaction(client, async () => {
    await copyDerived(client, held.visits, tables.visits, 'subscriber, cell')
    return copyDerived(client, held.facts, tables.facts, 'subscriber, moment')
  })
  await inTransaction(client, async () => {
    await sealTables(client, day, { ...tables, raw: raw === null ? null : tables.raw }, events ?? facts)
    await client.query('SELECT etl.revoke_earlier($1, $2)', [day.type, day.date])
    await logRemovals(client, 'opt-out', removals)
  })
  await tidyDay(client, day)
  return removals
}

/**
 * The rows of people on the list. Their own are found by index; who mentions them as a counterpart is not indexed,
 * and the raw day is read for it.
 */
async function findOptedOut(
  client: pg.ClientBase,
  { type, date }: DayOfType,
  { raw, facts, visits }: DayTables,
): Promise<Removal[]> {
  const count = async (what: string, from: string): Promise<Removal> => {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*) FROM ${from}`)
    return { what, date, rows: rows[0]?.count ?? 0 }
  }
  const found = [
    await count('facts', `${facts} JOIN etl.opted_out_subscribers USING (subscriber)`),
    await count('visits', `${visits} JOIN etl.opted_out_subscribers USING (subscriber)`),
  ]
  if (raw !== null) {
    found.unshift(await count(`events.${type}`, `${raw} JOIN etl.opt_outs USING (msisdn)`))
    if ((await columnsOf(client, raw)).includes(COUNTERPART))
      found.push(
        await count(
          `counterparts in events.${type}`,
          `${raw} AS raw JOIN etl.opt_outs AS listed ON listed.msisdn = raw.${COUNTERPART}
           WHERE NOT EXISTS (SELECT FROM etl.opt_outs WHERE opt_outs.msisdn = raw.msisdn)`,
        ),
      )
  }
  return found.filter(({ rows }) => rows > 0)
}

const COUNTERPART = 'msisdn_counterpart'

/** Copies raw events without those who have opted out, in the order that they have. */
async function copyRaw(client: pg.ClientBase, from: string, to: string): Promise<number> {
  const columns = await columnsOf(client, from)
  const values = columns.map(column =>
    column === COUNTERPART
      ? `CASE WHEN ${COUNTERPART} IN (SELECT msisdn FROM etl.opt_outs) THEN NULL ELSE ${COUNTERPART} END`
      : pg.escapeIdentifier(column),
  )
  const { rowCount } = await client.query(
    `INSERT INTO ${to} (${columns.map(pg.escapeIdentifier).join(', ')})
     SELECT ${values.join(', ')} FROM ${from} AS raw
     WHERE NOT EXISTS (SELECT FROM etl.opt_outs WHERE opt_outs.msisdn = raw.msisdn)`,
  )
  return rowCount ?? 0
}

async function columnsOf(client: pg.ClientBase, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname::text AS name FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  )
  return rows.map(({ name }) => name)
}

/** Copies facts or visits without those who have opted out, sorted and indexed as they are derived. */
async function copyDerived(client: pg.ClientBase, from: string, to: string, order: string): Promise<number> {
  const { rowCount } = await client.query(
    `CREATE TABLE ${to} AS
     SELECT * FROM ${from} AS held
     WHERE NOT EXISTS (SELECT FROM etl.opted_out_subscribers AS gone WHERE gone.subscriber = held.subscriber)
     ORDER BY ${order}`,
  )
  await client.query(`CREATE INDEX ON ${to} (subscriber)`)
  await client.query(`ANALYZE ${to}`)
  return rowCount ?? 0
}
