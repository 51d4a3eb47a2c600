import { addAbortSignal } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { QuerySpec } from 'flowclient'
import { isObject, parseJson } from '../json.ts'
import { UsageError } from './failures.ts'
import { readTextFile } from './settings.ts'
import type { Terminal } from './terminal.ts'

/**
 * The query in a file, or on standard input where the file is called `-`.
 *
 * @throws {UsageError} when there is none.
 */
export async function readSpec(file: string, { stdin, signal }: Terminal): Promise<QuerySpec> {
  const name = file === '-' ? 'Standard input' : file
  const spec = parseJson(file === '-' ? await text(addAbortSignal(signal, stdin)) : await readTextFile(file))
  if (spec === undefined) throw new UsageError(`${name} is not JSON.`)
  if (!isQuery(spec)) throw new UsageError(`${name} holds no query: an object with a query_kind.`)
  return spec
}

/** What FlowAPI can judge. Whether the query is a good one, it will say. */
function isQuery(value: unknown): value is QuerySpec {
  return isObject(value) && typeof value.query_kind === 'string'
}
