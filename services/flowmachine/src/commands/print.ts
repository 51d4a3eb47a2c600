import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Writes texts to standard output, no faster than they are taken. A reader that has enough, as `head`, may leave. */
export async function print(texts: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(texts), process.stdout, { end: false })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
}
