import { pipeline } from 'node:stream/promises'
import { saveWhole } from '../files.ts'
import { UsageError } from './failures.ts'
import type { Terminal } from './terminal.ts'

/** Text or bytes, whole or in pieces. */
export type Output = string | AsyncIterable<string | Uint8Array>

/**
 * Writes to a file, or without one to standard output. The file appears when it is complete: what was there
 * before stays until then, and stays if anything fails.
 */
export async function write(output: Output, file: string | undefined, terminal: Terminal): Promise<void> {
  if (file === undefined) await writeToScreen(output, terminal)
  else await writeToFile(output, file, terminal.signal)
}

/** How what is shown to people is wanted. */
export interface Shown {
  /** As JSON, for scripts. */
  readonly json?: boolean
}

/** Writes a value for people, or as JSON where that is wanted. */
export async function show(
  value: unknown,
  forPeople: () => string,
  { json = false }: Shown,
  terminal: Terminal,
): Promise<void> {
  await write(json ? `${JSON.stringify(value, null, 2)}\n` : forPeople(), undefined, terminal)
}

async function writeToScreen(output: Output, { stdout, signal }: Terminal): Promise<void> {
  try {
    await pipeline(typeof output === 'string' ? [output] : output, stdout, { end: false, signal })
  } catch (error) {
    // Whoever reads has seen enough, as `head` does.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
}

async function writeToFile(pieces: Output, file: string, signal: AbortSignal): Promise<void> {
  try {
    await saveWhole(pieces, file, signal)
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall !== undefined) throw new UsageError(`${file} cannot be written (${code}).`)
    throw error
  }
}
