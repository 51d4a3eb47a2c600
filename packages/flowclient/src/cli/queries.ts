import { type DeliveryOptions, deliver } from './deliver.ts'
import { type Shown, show, write } from './output.ts'
import { type ConnectionOptions, clientFrom } from './settings.ts'
import { readSpec } from './spec.ts'
import type { Terminal } from './terminal.ts'

/** `flowclient submit`: has the query in a file run, and writes its id without waiting. */
export async function submit(
  file: string,
  options: ConnectionOptions & Shown,
  terminal: Terminal,
): Promise<void> {
  const spec = await readSpec(file, terminal)
  const client = await clientFrom(options, terminal)
  const { id } = await client.run(spec, { signal: terminal.signal })
  await show({ query_id: id }, () => `${id}\n`, options, terminal)
}

/** `flowclient status`: writes where a query is, as one word. */
export async function status(
  id: string,
  options: ConnectionOptions & Shown,
  terminal: Terminal,
): Promise<void> {
  const client = await clientFrom(options, terminal)
  const state = await client.query(id).status({ signal: terminal.signal })
  await show({ query_id: id, status: state }, () => `${state}\n`, options, terminal)
}

/** `flowclient get`: waits for the result of a query that was run before, and writes it. */
export async function get(
  id: string,
  options: ConnectionOptions & DeliveryOptions,
  terminal: Terminal,
): Promise<void> {
  const client = await clientFrom(options, terminal)
  try {
    await deliver(client.query(id), options, terminal)
  } catch (error) {
    // Whoever submits a query and stops waiting for it wants to come back.
    if (terminal.signal.aborted)
      terminal.stderr.write('The query goes on. The same command finds its result again.\n')
    throw error
  }
}

/** `flowclient metadata`: writes what a result means, as JSON. */
export async function metadata(id: string, options: ConnectionOptions, terminal: Terminal): Promise<void> {
  const client = await clientFrom(options, terminal)
  const meaning = await client.query(id).metadata({ signal: terminal.signal })
  await write(`${JSON.stringify(meaning, null, 2)}\n`, undefined, terminal)
}
