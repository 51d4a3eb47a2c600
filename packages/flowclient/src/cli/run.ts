import type { QueryHandle } from 'flowclient'
import { type DeliveryOptions, deliver } from './deliver.ts'
import { type ConnectionOptions, clientFrom } from './settings.ts'
import { readSpec } from './spec.ts'
import type { Terminal } from './terminal.ts'

/** `flowclient run`: runs the query in a file, waits, and writes the result. */
export async function run(
  file: string,
  options: ConnectionOptions & DeliveryOptions,
  terminal: Terminal,
): Promise<void> {
  const spec = await readSpec(file, terminal)
  const client = await clientFrom(options, terminal)
  const handle = await client.run(spec, { signal: terminal.signal })
  try {
    await deliver(handle, options, terminal)
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
