import { extname } from 'node:path'
import { addAbortSignal } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { JsonObject, QueryHandle, QuerySpec } from 'flowclient'
import { isObject, parseJson } from '../json.ts'
import { UsageError } from './failures.ts'
import { write } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { type ConnectionOptions, clientFrom, readTextFile } from './settings.ts'
import { tableOf } from './table.ts'
import type { Terminal } from './terminal.ts'

/** The ways to show a result; the first is the default. */
export const RUN_FORMATS = ['table', 'json', 'csv', 'geojson'] as const
type RunFormat = (typeof RUN_FORMATS)[number]

/** The options of `flowclient run`. */
export interface RunOptions extends ConnectionOptions {
  readonly format?: RunFormat
  readonly output?: string
}

/** `flowclient run`: runs the query in a file, waits, and writes the result. */
export async function run(file: string, options: RunOptions, terminal: Terminal): Promise<void> {
  const spec = await readSpec(file, terminal)
  const client = await clientFrom(options, terminal)
  const handle = await client.run(spec, { signal: terminal.signal })
  try {
    await waitFor(handle, terminal)
    const format = options.format ?? formatOf(options.output)
    await write(await resultAs(format, handle, terminal), options.output, terminal)
  } catch (error) {
    if (terminal.signal.aborted) terminal.stderr.write(`${await giveUp(handle)}\n`)
    throw error
  }
}

/** Who has stopped the command waits a moment for it to end, and no longer. */
const GIVE_UP_WITHIN_MS = 3_000

/** Cancels a query when its user has stopped the command; tells what has become of it. */
async function giveUp(handle: QueryHandle): Promise<string> {
  const state = await handle.cancel({ signal: AbortSignal.timeout(GIVE_UP_WITHIN_MS) }).catch(() => undefined)
  switch (state) {
    case 'cancelled':
      return 'The query was cancelled.'
    case 'completed':
      return 'The result stays stored. The same command finds it again.'
    case 'queued':
    case 'executing':
      return 'The query goes on, since others wait for it too.'
    default:
      return 'FlowAPI could not be told to cancel the query.'
  }
}

async function readSpec(file: string, { stdin, signal }: Terminal): Promise<QuerySpec> {
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

/** The format that a file's name asks for. */
function formatOf(output: string | undefined): RunFormat {
  const ending = extname(output ?? '').slice(1)
  return RUN_FORMATS.find(format => format === ending) ?? RUN_FORMATS[0]
}

async function waitFor(handle: QueryHandle, { stderr, signal }: Terminal): Promise<void> {
  const bar = progressBar(stderr)
  try {
    await handle.wait({ signal, onProgress: bar.show })
  } finally {
    bar.stop()
  }
}

async function resultAs(format: RunFormat, handle: QueryHandle, terminal: Terminal) {
  const { signal, stderr } = terminal
  if (format !== 'table') return handle.stream(format, { signal })
  const rows: JsonObject[] = []
  for await (const row of handle.rows({ signal })) rows.push(row)
  if (rows.length === 0) stderr.write('The result has no rows: nothing was counted, or too few to be told.\n')
  return tableOf(rows)
}
