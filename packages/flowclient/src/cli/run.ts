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
  await deliver(await client.run(spec, { signal: terminal.signal }), options, terminal)
}
