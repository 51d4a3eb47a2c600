import { createWriteStream } from 'node:fs'
import { access, rename, rm, stat } from 'node:fs/promises'
import { type Command, createCommand } from 'commander'
import { backUp } from '../backup/backup.ts'
import { loadDatabaseConfig } from '../config.ts'
import { FlowDbError } from '../errors.ts'
import { counted } from './words.ts'

/** `flowdb backup`: one file with everything that the database holds. */
export function backupCommand(): Command {
  return createCommand('backup')
    .description('write everything that the database holds to a file, while it is at work')
    .option('--output <file>', 'instead of standard output; it must not be there yet')
    .action(backup)
}

async function backup({ output }: { readonly output?: string }): Promise<void> {
  const database = loadDatabaseConfig()
  if (output === undefined) {
    if (process.stdout.isTTY)
      throw new FlowDbError('A backup is not for the screen: flowdb backup > flowdb.backup')
    return backUp(database, process.stdout)
  }
  if (await exists(output)) throw new FlowDbError(`${output} is there already.`)
  // What is cut short does not look like a backup.
  const partial = `${output}.partial`
  try {
    await backUp(database, createWriteStream(partial, { mode: 0o600, flush: true }))
    await rename(partial, output)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  console.error(`Wrote ${counted((await stat(output)).size, 'byte')} to ${output}.`)
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
