import { createLogger, createPool } from '@flowkit/service'
import { type Command, createCommand } from 'commander'
import { loadDatabaseConfig, loadPseudonymKey } from '../config.ts'
import { existingPseudonyms, keyedPseudonyms } from '../ingest/pseudonyms.ts'
import { fileSource } from '../ingest/sources.ts'
import { addOptOuts } from '../opt-outs/add.ts'

/** `flowdb opt-out`: keeps the list of people who are left out of every load. */
export function optOutCommand(): Command {
  const add = createCommand('add')
    .description('put people on the list, for good; days that are loaded from then on are without them')
    .argument('<file>', 'one identifier a line, or - for standard input')
    .option('--already-hashed', 'identifiers are hashes already', false)
    .action(run)
  return createCommand('opt-out').description('keep people out of the data').addCommand(add)
}

async function run(file: string, { alreadyHashed }: { readonly alreadyHashed: boolean }): Promise<void> {
  const pseudonym = alreadyHashed ? existingPseudonyms : keyedPseudonyms(loadPseudonymKey())
  const pool = createPool(loadDatabaseConfig(), 'flowdb opt-out', 1, createLogger('flowdb', 'silent'))
  try {
    const source = file === '-' ? process.stdin : (await fileSource(file)).stream
    const { added, total } = await addOptOuts(pool, source, pseudonym)
    console.log(`Added ${added.toLocaleString('en')} people; ${total.toLocaleString('en')} have opted out.`)
    if (added > 0) console.log('Load the days again that are to be without them: flowdb ingest')
  } finally {
    await pool.end()
  }
}
