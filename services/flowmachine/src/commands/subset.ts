import { publishedSubsetScope } from '@flowkit/contract'
import { existingPseudonyms, keyedPseudonyms, transaction } from '@flowkit/service'
import { type Command, createCommand } from 'commander'
import { loadPseudonymKey } from '../config.ts'
import { peopleOfQuery } from '../execution/people-of-query.ts'
import { publishedSubsets, publishSubset, withdrawSubset } from '../store/published-subsets.ts'
import { withDatabase } from './database.ts'
import { peopleInFile } from './people-file.ts'

const QUERY_ID = /^[0-9a-f]{32}$/

/** `flowmachine subset publish | list | withdraw`: subsets of subscribers that queries may name. */
export function subsetCommand(): Command {
  const command = createCommand('subset').description('give subsets of subscribers an id for queries to name')
  command
    .command('publish')
    .description('publish the people of a list, or those whom a query is about, as they are now')
    .argument('<file or query>', 'one identifier a line, - for standard input, or the id of a query')
    .requiredOption('--id <name>', 'what queries call the subset; whoever can read the API can read it')
    .option('--already-hashed', 'identifiers are hashes already', false)
    .action(publish)
  command
    .command('list')
    .description('show the subsets that are published')
    .action(() =>
      withDatabase(async database => {
        for (const { subset, members, found, published_at } of await publishedSubsets(database))
          console.log(
            `${subset}  ${members} people, ${found} of them in the data, since ${published_at.toISOString()}`,
          )
      }),
    )
  command
    .command('withdraw')
    .description('withdraw a subset; results about it are not served any more')
    .argument('<id>')
    .action((id: string) =>
      withDatabase(async database => {
        if (!(await withdrawSubset(database, id))) throw new Error(`There is no subset ${id}.`)
        console.log(`Withdrew ${id}.`)
      }),
    )
  return command
}

interface PublishOptions {
  readonly id: string
  readonly alreadyHashed: boolean
}

async function publish(from: string, { id, alreadyHashed }: PublishOptions): Promise<void> {
  const isQuery = QUERY_ID.test(from)
  const pseudonym = isQuery || alreadyHashed ? existingPseudonyms : keyedPseudonyms(loadPseudonymKey())
  await withDatabase(async database => {
    await transaction(database, async client =>
      publishSubset(
        client,
        id,
        isQuery
          ? { table: await peopleOfQuery(client, from) }
          : { pseudonyms: peopleInFile(from, pseudonym) },
      ),
    )
    const published = (await publishedSubsets(database)).find(({ subset }) => subset === id)
    console.log(`Published ${id}: ${published?.members} people, ${published?.found} of them in the data.`)
    console.log(`Whoever is to use it needs the scope ${publishedSubsetScope(id)}.`)
  })
}
