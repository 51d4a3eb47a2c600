import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/** What PostgreSQL itself uses. */
const ITERATIONS = 4096
const SALT_BYTES = 16

/**
 * What PostgreSQL stores of a password, made here so that the password itself never goes to the server, where a
 * statement that fails or takes long is written to the log.
 *
 * Method: SCRAM-SHA-256, RFC 5802 and RFC 7677, in the form of `pg_authid.rolpassword`.
 */
export function scramVerifier(
  password: string,
  salt: Buffer = randomBytes(SALT_BYTES),
  iterations: number = ITERATIONS,
): string {
  const salted = pbkdf2Sync(prepared(password), salt, iterations, 32, 'sha256')
  const storedKey = createHash('sha256').update(keyed(salted, 'Client Key')).digest('base64')
  const serverKey = keyed(salted, 'Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

/** Whether `stored`, as in `pg_authid.rolpassword`, is that of `password`. */
export function isVerifierOf(stored: string | null, password: string): boolean {
  const [, iterations, salt] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(stored ?? '') ?? []
  if (!stored || !iterations || !salt) return false
  const expected = Buffer.from(scramVerifier(password, Buffer.from(salt, 'base64'), Number(iterations)))
  const found = Buffer.from(stored)
  return expected.length === found.length && timingSafeEqual(expected, found)
}

function keyed(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** SASLprep (RFC 4013), as far as passwords differ by it: other spaces, characters without a width, and NFKC. */
function prepared(password: string): string {
  return password
    .replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, ' ')
    .replace(/\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/g, '')
    .normalize('NFKC')
}
