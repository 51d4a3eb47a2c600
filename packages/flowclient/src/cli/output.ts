import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { UsageError } from './failures.ts'
import type { Terminal } from './terminal.ts'

/** Text or bytes, whole or in pieces. */
export type Output = string | AsyncIterable<string | Uint8Array>

/**
 * Writes to a file, or without one to standard output. The file appears when it is complete: what was there
 * before stays until then, and stays if anything fails.
 */
export async function write(output: Output, file: string | undefined, terminal: Terminal): Promise<void> {
  const pieces = typeof output === 'string' ? [output] : output
  if (file === undefined) await writeToScreen(pieces, terminal)
  else await writeToFile(pieces, file, terminal.signal)
}

type Pieces = Iterable<string> | AsyncIterable<string | Uint8Array>

async function writeToScreen(pieces: Pieces, { stdout, signal }: Terminal): Promise<void> {
  try {
    await pipeline(pieces, stdout, { end: false, signal })
  } catch (error) {
    // Whoever reads has seen enough, as `head` does.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
}

async function writeToFile(pieces: Pieces, file: string, signal: AbortSignal): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`
  try {
    await pipeline(pieces, createWriteStream(unfinished), { signal })
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall !== undefined) throw new UsageError(`${file} cannot be written (${code}).`)
    throw error
  }
}
