import { copyInto, loadEvents, loadTransfers } from '@flowkit/flowdb'
import {
  Days,
  daysOf,
  EventTables,
  isoDate,
  makeWorld,
  referenceTables,
  transferTables,
  type World,
} from '@flowkit/flowdb/synthetic'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { countryOf } from '../flowdb/country.ts'
import type { Home } from '../flowdb/home.ts'
import { layOutFlowKit, loadFlowKitDay } from '../flowdb/load/flowkit-layout.ts'
import { asText, rowsOf } from '../flowdb/load/load.ts'
import type { Servers } from '../flowdb/servers.ts'

/** What people do beside calling and writing, per day: as in the country that comes ready made. */
const TOPUPS_PER_DAY = 0.35
const TRANSFERS_PER_DAY = 0.25

/** How many rows were added for the kinds that read neither calls nor SMS. */
export interface MoreData {
  readonly topups: number
  /** Two for each transaction of mobile money. */
  readonly transfers: number
}

const RECORD = 'queries-data'

/**
 * Adds top-ups and mobile money of the same people to both layouts, beside the calls and SMS that are there. What an
 * earlier run has left unfinished is replaced.
 */
export async function loadMoreData(home: Home, servers: Servers, events: number): Promise<MoreData> {
  const known = home.read<MoreData>(RECORD)
  if (known) return known
  const { flowkit, flowdb } = servers
  const parameters = {
    ...countryOf(events),
    topupsPerDay: TOPUPS_PER_DAY,
    transfersPerDay: TRANSFERS_PER_DAY,
  }
  const world = makeWorld(parameters)
  await layOutFlowKit(flowkit, ['topups'])
  await flowkit.query(`DELETE FROM etl.etl_records WHERE cdr_type = 'topups'`)
  for (const pool of [flowkit, flowdb]) await loadMoneyReference(pool, world)

  const days = new Days(world)
  const tables = new EventTables(world)
  const more = { topups: 0, transfers: 0 }
  for (const number of daysOf(parameters)) {
    const day = days.of(number)
    const date = isoDate(number)
    const rows = rowsOf(tables.table('topups', day))
    await loadFlowKitDay(flowkit, 'topups', date, asText(rows))
    more.topups += (await loadEvents(flowdb, { type: 'topups', date, ...rows })).rows
    const transfers = transferTables(day)
    await loadTransfers(flowkit, date, transfers)
    more.transfers += await loadTransfers(flowdb, date, transfers)
    console.error(`${date}: ${more.topups} top-ups and ${more.transfers} rows of mobile money so far`)
  }
  for (const pool of [flowkit, flowdb])
    await pool.query('VACUUM ANALYZE dfs.transactions, dfs.transactions_metadata, dfs.subscribers')
  home.write(RECORD, more)
  return more
}

/** Everybody who may send money, and how, once. */
async function loadMoneyReference(pool: pg.Pool, world: World): Promise<void> {
  await transaction(pool, async client => {
    const { rowCount } = await client.query('SELECT FROM dfs.subscribers LIMIT 1')
    if (rowCount) return
    for (const table of referenceTables(world))
      if (table.table.startsWith('dfs.')) await copyInto(client, table.table, table)
  })
}
