import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream'
import type { Pseudonymizer } from '@flowkit/service'

/**
 * The people of a list, one identifier a line, as their pseudonyms. Empty lines are skipped.
 *
 * @param file Its path, or `-` for standard input.
 * @throws naming the first line that cannot be used, without what it holds.
 */
export async function* peopleInFile(file: string, pseudonym: Pseudonymizer): AsyncGenerator<string> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  // At an error of the file, which may be past already, lines would be waited for in vain.
  finished(input, () => lines.close())
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() === '') continue
    const hash = pseudonym(line)
    if (hash === undefined) throw new Error(`Line ${number} is not a hash. Nothing was published.`)
    yield hash
  }
  if (input.errored) throw new Error(`${file} cannot be read. Nothing was published.`)
}
