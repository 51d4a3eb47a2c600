import { Readable } from 'node:stream'

/** How slow a reader may be. */
export interface Patience {
  /** For how long a reader may take nothing, and be late beyond what its rate allows, in milliseconds. */
  readonly graceMs: number
  /** The rate that is expected of a reader beside that, in bytes a second. */
  readonly bytesPerSecond: number
  /** How long a whole answer may take, in milliseconds. */
  readonly deadlineMs: number
}

/** An answer that is cut off: others wait for the connection to the database that its reader holds. */
export class ReaderTooSlow extends Error {
  override readonly name = 'ReaderTooSlow'

  constructor() {
    super('The result was read too slowly')
  }
}

/**
 * The pieces as a stream that is made no faster than it is read, and that fails with {@link ReaderTooSlow} when the
 * reader is too slow. Only the time that is spent waiting for the reader counts; that a piece takes long to be made
 * is not its fault.
 */
export function patientStream(
  pieces: AsyncIterable<string | Uint8Array>,
  { graceMs, bytesPerSecond, deadlineMs }: Patience,
): Readable {
  const deadline = performance.now() + deadlineMs
  let allowedMs = graceMs
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      const bytes = Buffer.from(piece)
      allowedMs += (bytes.length / bytesPerSecond) * 1_000
      const offered = performance.now()
      const leftMs = Math.min(allowedMs, deadline - offered)
      if (leftMs <= 0) throw new ReaderTooSlow()
      const cutOff = setTimeout(() => stream.destroy(new ReaderTooSlow()), leftMs)
      try {
        yield bytes
      } finally {
        clearTimeout(cutOff)
      }
      allowedMs -= performance.now() - offered
    }
  }
  const stream: Readable = Readable.from(watched(), { objectMode: false })
  return stream
}
