import type { JsonObject, QueryHandle } from 'flowclient'
import { formatOf, RESULT_FORMATS } from '../files.ts'
import { UsageError } from './failures.ts'
import { type Output, write } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { tableOf } from './table.ts'
import type { Terminal } from './terminal.ts'

/** The ways to show a result; the first is the default. */
export const SHOWN_FORMATS = ['table', ...RESULT_FORMATS] as const
type ShownFormat = (typeof SHOWN_FORMATS)[number]

/** Those that are no text. */
const BINARY: readonly ShownFormat[] = ['arrow', 'parquet']

/** How a result is wanted. */
export interface DeliveryOptions {
  readonly format?: ShownFormat
  readonly output?: string
  /** The same as the format `json`. */
  readonly json?: boolean
}

/** Waits for a result, showing how far the query is, and writes it. */
export async function deliver(
  handle: QueryHandle,
  options: DeliveryOptions,
  terminal: Terminal,
): Promise<void> {
  const { output } = options
  const format = formatFor(options)
  if (output === undefined && terminal.stdout.isTTY && BINARY.includes(format))
    throw new UsageError(`${format} is not for the screen. Say where to with --output.`)
  await waitFor(handle, terminal)
  await write(await resultAs(format, handle, terminal), output, terminal)
}

function formatFor({ format, output, json = false }: DeliveryOptions): ShownFormat {
  if (!json) return format ?? formatOf(output ?? '') ?? SHOWN_FORMATS[0]
  if (format !== undefined && format !== 'json')
    throw new UsageError(`--json is not ${format}: give one of them.`)
  return 'json'
}

async function waitFor(handle: QueryHandle, { stderr, signal }: Terminal): Promise<void> {
  const bar = progressBar(stderr)
  try {
    await handle.wait({ signal, onProgress: bar.show })
  } finally {
    bar.stop()
  }
}

async function resultAs(format: ShownFormat, handle: QueryHandle, terminal: Terminal): Promise<Output> {
  const { signal, stderr } = terminal
  if (format !== 'table') return handle.stream(format, { signal })
  const rows: JsonObject[] = []
  for await (const row of handle.rows({ signal })) rows.push(row)
  if (rows.length === 0) stderr.write('The result has no rows: nothing was counted, or too few to be told.\n')
  return tableOf(rows)
}
