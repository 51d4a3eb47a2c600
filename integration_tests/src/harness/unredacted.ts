import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { FlowDbAddress } from './services.ts'

/** The program that computes aggregates before they are released: no service has a way to them. */
const PROGRAM = fileURLToPath(
  new URL('../../../services/flowmachine/dist/testing/unredacted.js', import.meta.url),
)

/** A row of a result by its columns. */
type Row = Readonly<Record<string, unknown>>

/**
 * The rows of queries before anything is withheld.
 *
 * @throws when a query has no answer, with its name.
 */
export async function unredactedRows(
  flowdb: FlowDbAddress,
  queries: Readonly<Record<string, object>>,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const running = promisify(execFile)(process.execPath, [PROGRAM], { maxBuffer: 256 << 20 })
  running.child.stdin?.end(JSON.stringify({ url: flowdb.superuser.url, queries }))
  const { stdout } = await running
  const answers: { name: string; rows?: Row[]; error?: string }[] = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  return new Map(
    answers.map(({ name, rows, error }) => {
      if (!rows) throw new Error(`Question ${name}: ${error}`)
      return [name, rows]
    }),
  )
}
