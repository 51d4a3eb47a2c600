import { type Command, createCommand } from 'commander'
import { dropBeside } from '../backup/exchange.ts'
import { restore } from '../backup/restore.ts'
import { loadDatabaseConfig } from '../config.ts'
import { fileSource } from '../ingest/sources.ts'
import { counted, describeRemoved, number } from './words.ts'

/** `flowdb restore`: a backup takes the place of the database, without those who have opted out since. */
export function restoreCommand(): Command {
  return createCommand('restore')
    .description('put a backup in the place of the database, without those who have opted out since')
    .argument('<file>', 'what flowdb backup has written, or - for standard input')
    .requiredOption(
      '--opt-outs <file>',
      'who has opted out since, as flowdb opt-out list prints them; "present" where the database has them on its list',
    )
    .option(
      '--drop',
      'drop the database that was there before instead of keeping it under another name',
      false,
    )
    .action(run)
}

interface RestoreOptions {
  readonly optOuts: string
  readonly drop: boolean
}

async function run(file: string, { optOuts, drop }: RestoreOptions): Promise<void> {
  const database = loadDatabaseConfig()
  const list = optOuts === 'present' ? undefined : (await fileSource(optOuts)).stream
  const restored = await restore(
    database,
    { backup: file === '-' ? process.stdin : file, optOuts: list },
    {
      begins: what => console.error(BEGINNING[what]),
      waiting: () => {},
      removed: (day, removals) => console.error(describeRemoved(day, removals)),
    },
  )
  if (drop) await dropBeside(database, restored.former)
  console.log(
    [
      `Restored${restored.migrated.length > 0 ? ` and applied ${counted(restored.migrated.length, 'migration')}` : ''}.`,
      `On the list of opt-outs: ${number(restored.optOuts)}; removed from ${counted(restored.applied.days, 'day')} of events.`,
      drop
        ? 'The database that was there before is gone.'
        : `The database that was there before is called ${restored.former} now: drop it when you have seen that all is well.`,
    ].join('\n'),
  )
}

const BEGINNING = {
  loading: 'Loading the backup beside the database',
  migrating: 'Bringing it to the schema of this version',
  'applying opt-outs': 'Removing those who have opted out',
  'taking its place': 'Putting it in the place of the database',
}
