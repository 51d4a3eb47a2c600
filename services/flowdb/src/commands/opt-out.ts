import { existingPseudonyms, keyedPseudonyms } from '@flowkit/service'
import { type Command, createCommand } from 'commander'
import type pg from 'pg'
import { loadDatabaseConfig, loadPseudonymKey } from '../config.ts'
import { administratorsPool } from '../database.ts'
import { fileSource } from '../ingest/sources.ts'
import { addOptOuts } from '../opt-outs/add.ts'
import { type AppliedOptOuts, applyOptOuts } from '../opt-outs/apply.ts'
import { countOptOuts, listOptOuts } from '../opt-outs/list.ts'
import { removeOptOuts } from '../opt-outs/remove.ts'
import { describeRemoved, number } from './words.ts'

/** `flowdb opt-out`: keeps the list of people who are left out, and removes them from what is held. */
export function optOutCommand(): Command {
  return createCommand('opt-out')
    .description('keep people out of the data')
    .addCommand(
      ofPeople('add', 'put people on the list, for good; days that are loaded from then on are without them')
        .option('--apply', 'also remove everybody on the list from what is held', false)
        .action(add),
    )
    .addCommand(
      createCommand('apply').description('remove everybody on the list from what is held').action(apply),
    )
    .addCommand(
      ofPeople('remove', 'take people from the list who opt in again; what was removed stays gone').action(
        remove,
      ),
    )
    .addCommand(
      createCommand('list')
        .description('print the list as hashes, to be kept apart and added again after a restore')
        .option('--count', 'only say how many there are', false)
        .action(list),
    )
}

function ofPeople(name: string, description: string): Command {
  return createCommand(name)
    .description(description)
    .argument('<file>', 'one identifier a line, or - for standard input')
    .option('--already-hashed', 'identifiers are hashes already', false)
}

interface PeopleOptions {
  readonly alreadyHashed: boolean
}

async function add(file: string, options: PeopleOptions & { readonly apply: boolean }): Promise<void> {
  await withPool(async pool => {
    const { added, total } = await addOptOuts(pool, await sourceOf(file), pseudonymOf(options))
    console.log(`Added ${number(added)} people; ${number(total)} have opted out.`)
    if (options.apply) await applyTo(pool)
    else if (added > 0) console.log('What is held still has them, until you run: flowdb opt-out apply')
  })
}

async function remove(file: string, options: PeopleOptions): Promise<void> {
  await withPool(async pool => {
    const { removed, total } = await removeOptOuts(pool, await sourceOf(file), pseudonymOf(options))
    console.log(`Took ${number(removed)} people from the list; ${number(total)} have opted out.`)
    if (removed > 0) console.log('Days that are loaded from now on have them; what was removed stays gone.')
  })
}

function list({ count }: { readonly count: boolean }): Promise<void> {
  return withPool(async pool => {
    if (count) console.log(`${number(await countOptOuts(pool))} people have opted out.`)
    else for (const hash of await listOptOuts(pool)) console.log(hash)
  })
}

function apply(): Promise<void> {
  return withPool(applyTo)
}

async function applyTo(pool: pg.Pool): Promise<void> {
  const applied = await applyOptOuts(pool, {
    waiting: loads => console.error(`Waiting for ${number(loads)} loads to end that have begun before`),
    removed: (day, removals) => console.error(describeRemoved(day, removals)),
  })
  console.log(summary(applied))
}

function summary({ rows, days, results, waiting }: AppliedOptOuts): string {
  if (rows.size === 0 && results === 0 && waiting.length === 0) return 'Nobody on the list is in the data.'
  return [
    `Removed from ${number(days)} days of events, and withdrew ${number(results)} stored results.`,
    ...[...rows].map(([what, count]) => `  ${number(count)} rows: ${what}`),
    ...waiting.map(what => `${what} may still be read as it was; flowdb tidy drops it later`),
  ].join('\n')
}

const pseudonymOf = ({ alreadyHashed }: PeopleOptions) =>
  alreadyHashed ? existingPseudonyms : keyedPseudonyms(loadPseudonymKey())

const sourceOf = async (file: string) => (file === '-' ? process.stdin : (await fileSource(file)).stream)

async function withPool(work: (pool: pg.Pool) => Promise<void>): Promise<void> {
  const pool = administratorsPool(loadDatabaseConfig(), 'flowdb opt-out')
  try {
    await work(pool)
  } finally {
    await pool.end()
  }
}
