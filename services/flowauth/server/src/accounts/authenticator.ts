import { Secret, TOTP } from 'otpauth'

/**
 * Codes that change with time (RFC 6238), with the parameters that every authenticator app knows: HMAC-SHA-1, six
 * digits, half a minute.
 */
const STEP_S = 30
/** As large as the output of the hash (RFC 4226, 4). */
const SECRET_BYTES = 20
/** For clocks that differ and people who type slowly (RFC 6238, 5.2). */
const STEPS_EITHER_SIDE = 1

/** A secret for one authenticator, in base32. */
export function newAuthenticatorSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32
}

/** What the QR code for an authenticator app says. */
export function authenticatorUri(secret: string, issuer: string, username: string): string {
  return new TOTP({ secret, issuer, label: username, period: STEP_S }).toString()
}

/** The half minute, counted from 1970, that a code belongs to; undefined for one that is not of this time. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime()
  const totp = new TOTP({ secret, period: STEP_S })
  const distance = totp.validate({ token: code, timestamp, window: STEPS_EITHER_SIDE })
  return distance === null ? undefined : Math.floor(timestamp / 1000 / STEP_S) + distance
}
