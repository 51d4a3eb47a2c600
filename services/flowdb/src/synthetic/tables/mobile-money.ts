import { at } from '../at.ts'
import { clockTime, isoDate } from '../dates.ts'
import type { Day } from '../events/day.ts'
import { TRANSFER_KINDS, transfersOn } from '../events/transfers.ts'
import { versionOn } from '../network.ts'
import type { World } from '../world.ts'
import { boolean, bytea, hundredths, type TableText, tableText } from './copy-text.ts'

/** The kinds of transactions as rows of `dfs.transaction_types`. */
export function transferKindsTable(): TableText {
  const columns = ['id', 'descr', 'user_type_a_party', 'user_type_b_party']
  return tableText(columns, TRANSFER_KINDS, ({ id, description, payer, payee }) =>
    [id, description, payer, payee].join('\t'),
  )
}

/** Everybody who may send money as rows of `dfs.subscribers`. */
export function moneySubscribersTable({ subscribers }: World): TableText {
  const rows = subscribers.map(({ msisdn }, subscriber) => ({ id: moneySubscriberId(subscriber), msisdn }))
  return tableText(['id', 'msisdn'], rows, ({ id, msisdn }) => `${id}\t${bytea(msisdn)}`)
}

/** The mobile-money transactions of a day, and two rows of metadata for each. */
export interface TransferTables {
  /** Rows of `dfs.transactions`. */
  readonly transactions: TableText
  /** Rows of `dfs.transactions_metadata`. */
  readonly metadata: TableText
}

const TRANSACTION_COLUMNS = ['id', 'amount', 'discount', 'fee', 'commission', 'transtype_id', 'timestamp']
const METADATA_COLUMNS = ['transaction_id', 'subscriber_id', 'cell_id', 'cell_version', 'is_outgoing']
const LARGEST_TRANSACTION = 10_000_000

/** Writes the mobile-money transactions of a day. Times are local and carry no offset. */
export function transferTables(day: Day): TransferTables {
  const { sites, cells } = day.world.network
  const transfers = transfersOn(day)
  const date = isoDate(day.day)
  // Numbers of all days in one table: the date, then the number within the day.
  const id = (transaction: number) => Number(date.replaceAll('-', '')) * LARGEST_TRANSACTION + transaction

  const parties = transfers.flatMap(({ transaction, payer, payee }) => [
    { transaction, party: payer, pays: true },
    { transaction, party: payee, pays: false },
  ])
  return {
    transactions: tableText(TRANSACTION_COLUMNS, transfers, row =>
      [
        id(row.transaction),
        ...[row.amount, row.discount, row.fee, row.commission].map(hundredths),
        row.kind,
        `${date} ${clockTime(row.payer.second)}`,
      ].join('\t'),
    ),
    metadata: tableText(METADATA_COLUMNS, parties, ({ transaction, party, pays }) => {
      const cell = at(cells, party.cell)
      const version = versionOn(at(sites, cell.site), day.day)?.version ?? 0
      return [id(transaction), moneySubscriberId(party.subscriber), cell.id, version, boolean(pays)].join(
        '\t',
      )
    }),
  }
}

function moneySubscriberId(subscriber: number): number {
  return subscriber + 1
}
