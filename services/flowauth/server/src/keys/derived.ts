import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

const KEY_BYTES = 32

/** A key of its own for each purpose, out of one secret (HKDF, RFC 5869): none is good for another's door. */
export function derivedKey(
  secret: string,
  purpose: 'access tokens' | 'sign-in attempts' | 'device codes' | 'known devices',
): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `flowauth ${purpose}`, KEY_BYTES)))
}
