import { readFile } from 'node:fs/promises'
import type { Logger } from '@flowkit/service'

/** Where a text is that changes while this server runs. */
export type Source = { readonly url: URL } | { readonly path: string }

/** A few times within the minute that a revocation may take. */
const LOOK_EVERY_MS = 15_000
const WITHIN_MS = 5_000
/** A list of a hundred thousand tokens has 5 MB. */
const LARGEST_TEXT_BYTES = 8 * 1024 * 1024

/** What a source is followed for. */
export interface Following {
  /** What is read there, for the log. */
  readonly what: string
  /** Takes over what was read; answers whether it is new. */
  readonly take: (text: string) => boolean
  readonly log: Logger
  readonly everyMs?: number
}

/**
 * Reads a source now, and again and again. What cannot be read or taken over changes nothing, and is complained about
 * once.
 *
 * @returns what ends it, once it has been read for the first time or could not be.
 */
export async function follow(
  source: Source,
  { what, take, log, everyMs = LOOK_EVERY_MS }: Following,
): Promise<() => void> {
  let complaint = ''
  let looking = false
  const look = async () => {
    if (looking) return
    looking = true
    try {
      if (take(await read(source))) log.debug({ what }, 'read anew')
      if (complaint !== '') log.info({ what }, 'can be read again')
      complaint = ''
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (message !== complaint) log.warn({ err: error, what }, 'cannot be read: what was known stays')
      complaint = message
    } finally {
      looking = false
    }
  }
  await look()
  const timer = setInterval(() => void look(), everyMs).unref()
  return () => clearInterval(timer)
}

async function read(source: Source): Promise<string> {
  if ('path' in source) return readFile(source.path, 'utf8')
  const response = await fetch(source.url, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) })
  if (!response.ok || !response.body) throw new Error(`${source.url.href} answers ${response.status}`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.length
    if (size > LARGEST_TEXT_BYTES) throw new Error(`${source.url.href} answers more than can be right`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
