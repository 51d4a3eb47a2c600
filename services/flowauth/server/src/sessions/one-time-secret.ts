import { createHash, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

/** A secret that is handed out once: a refresh token, or what a client polls with. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/** What is kept of one. It is random enough that a plain hash cannot be undone. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
