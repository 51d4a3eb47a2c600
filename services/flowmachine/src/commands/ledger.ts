import { transaction } from '@flowkit/service'
import { type Command, createCommand, InvalidArgumentError, Option } from 'commander'
import type pg from 'pg'
import { type LedgerMark, statedHead, storedEntries, verifyChain } from '../store/ledger-chain.ts'
import { ENTRY_TYPES, type LedgerFilter, ledgerEntries } from '../store/ledger-history.ts'
import { withDatabase } from './database.ts'
import { LEDGER_FORMATS, type LedgerFormat } from './ledger-formats.ts'
import { print } from './print.ts'

/** `flowmachine ledger list | export | verify | head`: who was given what, also while FlowMachine runs. */
export function ledgerCommand(): Command {
  const command = createCommand('ledger').description(
    'read and verify the ledger of runs, grants and cancels',
  )
  command
    .command('list')
    .description('show entries, a grant with how it ended')
    .option('--who <subject>', 'of this user')
    .option('--query <id>', 'about this query')
    .addOption(new Option('--type <type>', 'of this type').choices(ENTRY_TYPES))
    .option('--kind <kind>', 'about queries of this kind')
    .option('--outcome <outcome>', 'that ended like this: open, whole, published, failed, cancelled …')
    .option('--since <moment>', 'from this moment on, e.g. 2026-01-31 or 2026-01-31T12:00Z', moment)
    .option('--until <moment>', 'before this moment', moment)
    .addOption(
      new Option('--format <format>', 'how to write them')
        .choices(Object.keys(LEDGER_FORMATS))
        .default('table'),
    )
    .action(({ format, ...filter }: LedgerFilter & { format: LedgerFormat }) =>
      atOneMoment(database => print(LEDGER_FORMATS[format](ledgerEntries(database, filter)))),
    )
  command
    .command('export')
    .description('write all entries as they are stored, a line of JSON each: the bytes that are hashed')
    .action(() => atOneMoment(database => print(records(database))))
  command
    .command('verify')
    .description('check the whole chain; ends with 1 and names the first broken entry if it is not whole')
    .option(
      '--expect <entry:hash>',
      'check also that this head, noted earlier, is in it; repeatable',
      mark,
      [],
    )
    .action(({ expect }: { expect: LedgerMark[] }) =>
      atOneMoment(async database => {
        const verification = await verifyChain(database, expect)
        if (verification.whole) console.log(`The ledger is whole. Its head is ${written(verification.head)}`)
        else {
          console.error(`The ledger is broken at entry ${verification.broken}: ${verification.reason}.`)
          process.exitCode = 1
        }
      }),
    )
  command
    .command('head')
    .description('print the last entry and its hash, to be noted elsewhere and given to verify --expect')
    .action(() =>
      atOneMoment(async database => {
        const head = await statedHead(database)
        if (!head) throw new Error('the ledger states no last entry: verify it')
        console.log(written(head))
      }),
    )
  return command
}

/** Reads the ledger as it is at one moment, however long it takes. */
function atOneMoment(work: (database: pg.ClientBase) => Promise<void>): Promise<void> {
  return withDatabase(database =>
    transaction(database, work, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'),
  )
}

async function* records(database: pg.ClientBase): AsyncGenerator<string> {
  for await (const { record } of storedEntries(database)) yield `${record}\n`
}

const written = ({ entry, hash }: LedgerMark) => `${entry}:${hash}`

function mark(text: string, before: readonly LedgerMark[]): LedgerMark[] {
  const [, entry, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (entry === undefined || hash === undefined)
    throw new InvalidArgumentError(
      'It is written as <entry>:<64 hexadecimal digits>, as `ledger head` prints it.',
    )
  return [...before, { entry: Number(entry), hash }]
}

function moment(text: string): string {
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw new InvalidArgumentError(
    'It is a date or a moment in ISO 8601, e.g. 2026-01-31 or 2026-01-31T12:00Z.',
  )
}
