import { hash, verify } from '@node-rs/argon2'

/** OWASP's lowest for argon2id, which is the library's algorithm unless told otherwise: 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** The hash of nobody's password: checking against it takes as long as against somebody's. */
const NOBODYS = hash('', PARAMETERS)

/** Hashes a password with argon2id and a new salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), PARAMETERS)
}

/**
 * Whether a password is the one that was hashed. Without a hash the answer is no, and takes as long, so that it does
 * not tell whether there is such a user.
 */
export async function isPassword(password: string, hashed: string | undefined): Promise<boolean> {
  const same = await verify(hashed ?? (await NOBODYS), password.normalize('NFC'))
  return same && hashed !== undefined
}
