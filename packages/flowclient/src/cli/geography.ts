import type { AggregationUnit } from 'flowclient'
import { write } from './output.ts'
import { type ConnectionOptions, clientFrom } from './settings.ts'
import type { Terminal } from './terminal.ts'

/** The options of `flowclient geography`. */
export interface GeographyOptions extends ConnectionOptions {
  readonly output?: string
}

/** `flowclient geography`: writes the places of a unit as GeoJSON. */
export async function geography(
  unit: AggregationUnit,
  options: GeographyOptions,
  terminal: Terminal,
): Promise<void> {
  const client = await clientFrom(options, terminal)
  const map = await client.geography(unit, { signal: terminal.signal })
  await write(`${JSON.stringify(map)}\n`, options.output, terminal)
}
