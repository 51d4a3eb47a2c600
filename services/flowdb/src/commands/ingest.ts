import { createLogger, createPool, existingPseudonyms, keyedPseudonyms } from '@flowkit/service'
import { Argument, type Command, createCommand } from 'commander'
import { loadDatabaseConfig, loadPseudonymKey } from '../config.ts'
import { FlowDbError } from '../errors.ts'
import { type Ingested, ingest } from '../ingest/ingest.ts'
import { EVENT_TYPES, type EventType } from '../load/event-types.ts'

import { ingestProgress } from './ingest-progress.ts'
import { columnNames, delimiter, localDate } from './options.ts'
import { describeRejected, number } from './words.ts'

interface IngestOptions {
  readonly fromTable?: string
  readonly columns: Readonly<Record<string, string>>
  readonly delimiter: string
  readonly alreadyHashed: boolean
  readonly rejects?: string
}

/** `flowdb ingest`: loads a day of events from a file or a table, in place of what is there of it. */
export function ingestCommand(): Command {
  return createCommand('ingest')
    .description('load a day of events of one type, or load it again')
    .addArgument(new Argument('<type>', 'what happened').choices(EVENT_TYPES))
    .argument('<date>', 'the local date, such as 2016-01-01', localDate)
    .argument('[file]', 'a CSV file with a line of column names, also compressed (.gz)')
    .option('--from-table <name>', 'read a table or view of the database instead of a file')
    .option(
      '--columns <names>',
      'what the source calls columns: msisdn=MSISDN_A,datetime=start_time',
      columnNames,
      {},
    )
    .option('--delimiter <character>', 'what stands between fields', delimiter, ',')
    .option('--already-hashed', 'identifiers are hashes already, and kept as they are', false)
    .option('--rejects <file>', 'where to write which rows were left out, and why')
    .action(run)
}

async function run(
  type: EventType,
  date: string,
  file: string | undefined,
  { fromTable, columns, delimiter, alreadyHashed, rejects }: IngestOptions,
): Promise<void> {
  if ((file === undefined) === (fromTable === undefined))
    throw new FlowDbError('Name either a file or, with --from-table, a table.')
  const pseudonym = alreadyHashed ? existingPseudonyms : keyedPseudonyms(loadPseudonymKey())
  const log = createLogger('flowdb', 'silent')
  const pool = createPool(loadDatabaseConfig(), 'flowdb ingest', 2, log)
  const progress = ingestProgress(process.stderr)
  try {
    const from = file === undefined ? { table: fromTable ?? '' } : { file }
    const ingestion = { type, date, from, names: columns, delimiter, pseudonym, rejectsFile: rejects }
    const result = await ingest(pool, ingestion, progress.observe)
    progress.stop()
    console.log(summary(type, date, result))
  } finally {
    progress.stop()
    await pool.end()
  }
}

function summary(type: EventType, date: string, { rows, optedOut, rejected }: Ingested): string {
  return [
    `${date}: ${number(rows)} ${type} loaded.`,
    ...(optedOut > 0 ? [`${number(optedOut)} of people who have opted out were left out.`] : []),
    ...describeRejected(rejected),
  ].join('\n')
}
