import { createLogger, createPool } from '@flowkit/service'
import { type Command, createCommand, Option } from 'commander'
import { loadDatabaseConfig, loadSourceConfig } from '../config.ts'
import { withDatabase } from '../database.ts'
import { FlowDbError } from '../errors.ts'
import {
  IMPORT_PARTS,
  type ImportedEvents,
  type ImportObserver,
  type ImportPart,
  importFlowDb,
} from '../import/import.ts'
import type { MobileMoneyReport } from '../import/mobile-money.ts'
import { EVENT_TYPES, type EventType } from '../load/event-types.ts'
import { describeBoundaries } from './boundaries.ts'
import { createProgress, type Progress } from './days-progress.ts'
import { describeInfrastructure } from './infrastructure.ts'
import { localDate } from './options.ts'
import { counted, describeRejected, number } from './words.ts'

interface ImportOptions {
  readonly only: readonly ImportPart[]
  readonly types: readonly EventType[]
  readonly from?: string
  readonly to?: string
  readonly again: boolean
}

/** `flowdb import`: takes over another FlowDB. */
export function importCommand(): Command {
  return createCommand('import')
    .description(
      'take over boundaries, infrastructure, mobile money and events of another FlowDB, whose identifiers are hashes',
    )
    .addOption(
      new Option('--only <parts...>', 'what to import')
        .choices(IMPORT_PARTS)
        .default(IMPORT_PARTS, 'everything'),
    )
    .addOption(
      new Option('--types <types...>', 'of which types events')
        .choices(EVENT_TYPES)
        .default(EVENT_TYPES, 'all'),
    )
    .option('--from <date>', 'the first local date, such as 2016-01-01', localDate)
    .option('--to <date>', 'the last local date', localDate)
    .option('--again', 'also import days that are here already, in place of what is there', false)
    .addHelpText('after', SETTINGS)
    .action(run)
}

const SETTINGS = `
The other database is the one that SOURCE_FLOWDB_HOST, SOURCE_FLOWDB_PORT, SOURCE_FLOWDB_DATABASE, SOURCE_FLOWDB_USER
and SOURCE_FLOWDB_PASSWORD name. It is only read.`

async function run({ only, types, from, to, again }: ImportOptions): Promise<void> {
  if (from !== undefined && to !== undefined && to < from) throw new FlowDbError('--to is before --from.')
  const address = loadSourceConfig()
  const log = createLogger('flowdb', 'silent')
  const pool = createPool(loadDatabaseConfig(), 'flowdb import', 3, log)
  const source = createPool(address, 'flowdb import', 2, log, {
    default_transaction_read_only: 'on',
    datestyle: 'ISO, YMD',
    bytea_output: 'hex',
  })
  const progress = createProgress(process.stderr)
  try {
    // Says which of the two databases cannot be reached.
    for (const database of [loadDatabaseConfig(), address])
      await withDatabase(database, 'flowdb import', async () => {})
    const events = await importFlowDb(
      source,
      pool,
      { parts: only, days: { types, from, to }, again },
      printing(progress),
    )
    progress.stop()
    if (events) console.log(describeEvents(events))
  } finally {
    progress.stop()
    await source.end()
    await pool.end()
  }
}

/** Says what came of each part as soon as it is there. */
function printing(progress: Progress): ImportObserver {
  return {
    boundaries: (level, report) => console.log(describeBoundaries(level, report)),
    infrastructure: (table, report) => console.log(describeInfrastructure(table, report)),
    bridge: ({ loaded, leftOut }) => {
      const left = leftOut > 0 ? `; ${number(leftOut)} left out, whose cell or area is not here` : ''
      console.log(`geo_bridge: ${counted(loaded, 'row')}${left}.`)
    },
    mobileMoney: report => console.log(describeMobileMoney(report)),
    begun: (missing, done) => {
      if (missing.length > 0) progress.begun(missing, done)
    },
    loaded: (day, rows) => progress.loaded(day, rows),
  }
}

function describeMobileMoney(report: MobileMoneyReport): string {
  const { transactions, changed, notHashed, optedOut, withoutCell } = report
  const left = [
    ...(notHashed > 0 ? [`${counted(notHashed, 'subscriber')} without a hash`] : []),
    ...(optedOut > 0 ? [`${number(optedOut)} who have opted out`] : []),
    ...(withoutCell > 0 ? [`${counted(withoutCell, 'side')} at cells that are not here`] : []),
  ]
  return `Mobile money: ${counted(transactions, 'transaction')}${changed ? '' : ', as before'}${left.length > 0 ? `; left out: ${left.join(', ')}` : ''}.`
}

function describeEvents({ days, rows, optedOut, rejected, held, partial }: ImportedEvents): string {
  const names = partial.map(({ type, date }) => `${type} of ${date}`)
  return [
    `Imported ${counted(rows, 'event')}, in ${counted(days, 'part')} (a type on a day).`,
    ...(optedOut > 0 ? [`${number(optedOut)} of people who have opted out were left out.`] : []),
    ...describeRejected(rejected),
    ...(held > 0
      ? [
          `${counted(held, 'part')} ${held === 1 ? 'is' : 'are'} here already and left alone; --again imports them too.`,
        ]
      : []),
    ...(names.length > 0
      ? [`Left out, since the other database has only a part of the day: ${names.join(', ')}.`]
      : []),
  ].join('\n')
}
