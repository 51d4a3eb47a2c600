import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/*
 * How FlowMachine knows that it is the gateway that says who asks: the gateway seals the whole request with a key that
 * only the two have. What is sealed is a text, and the same text is read, so that nothing has to be brought into one
 * form on both sides.
 */

/** For how long a seal is good, in seconds: longer than a request is sent again, and than clocks usually differ. */
const GOOD_FOR_S = 300

/** A shorter key could be guessed. */
export const SMALLEST_SEAL_KEY_BYTES = 32

/** A request as it travels under a seal. */
const sealedMessage = z.strictObject({
  /** When it was sealed, in seconds since 1970. */
  sealed_at: z.int(),
  /** The JSON of the request. */
  request: z.string(),
  /** HMAC-SHA256 of both, in hexadecimal. */
  seal: z.string(),
})

/** What breaking a seal came to. */
export type Opened =
  | { readonly seal: 'good'; readonly request: string }
  /** It is of another key, or the request was changed. */
  | { readonly seal: 'forged' }
  /** It is too old, or of a clock that is far ahead. */
  | { readonly seal: 'expired' }
  /** There is none. */
  | { readonly seal: 'none' }

/** Seals the JSON of a request; answers the JSON to be sent. */
export function seal(request: string, key: string, now: number = Date.now() / 1_000): string {
  const sealed_at = Math.floor(now)
  return JSON.stringify({ sealed_at, request, seal: codeOf(sealed_at, request, key).toString('hex') })
}

/** Checks the seal of a message that has been read as JSON. */
export function openSealed(message: unknown, key: string, now: number = Date.now() / 1_000): Opened {
  const sealed = sealedMessage.safeParse(message)
  if (!sealed.success) return { seal: 'none' }
  const { sealed_at, request, seal } = sealed.data
  const given = Buffer.from(seal, 'hex')
  const right = codeOf(sealed_at, request, key)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { seal: 'forged' }
  return Math.abs(now - sealed_at) > GOOD_FOR_S ? { seal: 'expired' } : { seal: 'good', request }
}

function codeOf(sealedAt: number, request: string, key: string): Buffer {
  return createHmac('sha256', key).update(`flowkit request 1\n${sealedAt}\n${request}`).digest()
}

/** The setting that holds the key, the same for both services; without it requests are not sealed. */
export const sealKey = () =>
  z
    .string()
    .refine(
      key => Buffer.byteLength(key) >= SMALLEST_SEAL_KEY_BYTES,
      `must have ${SMALLEST_SEAL_KEY_BYTES} bytes or more`,
    )
    .optional()
