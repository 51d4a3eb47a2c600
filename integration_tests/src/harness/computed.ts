import { fileURLToPath } from 'node:url'
import type { Row } from '../reference/counted.ts'
import { answerLines } from './answer-lines.ts'

/** What the engine's SQL makes of a query: all rows, and those that may be released; or why there are none. */
export type Computed =
  | { readonly rows: readonly Row[]; readonly released: readonly Row[] }
  | { readonly error: string }

const PROGRAM = fileURLToPath(
  new URL('../../../services/flowmachine/dist/testing/unredacted.js', import.meta.url),
)

/**
 * Has the engine's own code compute queries, before and after small numbers are withheld.
 *
 * @param url Where the database's superuser logs in.
 * @param queries Specs by names of the caller's.
 */
export async function computed(
  url: string,
  queries: Readonly<Record<string, unknown>>,
): Promise<Map<string, Computed>> {
  const lines = await answerLines<{ name: string } & Computed>(process.execPath, [PROGRAM], { url, queries })
  return new Map(lines.map(({ name, ...outcome }) => [name, outcome]))
}
