import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { privateKey, publicPem, type SigningKey } from '@flowkit/tokens'
import type pg from 'pg'
import { type EncryptionKeys, seal, unseal } from './sealed.ts'

const RSA_BITS = 4096
/** What the private halves are encrypted as. */
export const KEY_PURPOSE = 'token signing key'

/** A key pair that has just been made, as PEM. */
export interface NewKeyPair {
  readonly kid: string
  readonly publicKey: string
  readonly privateKey: string
}

/** Makes a key pair for tokens. Its id does not begin like an option, since people give it to commands. */
export async function newKeyPair(): Promise<NewKeyPair> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: RSA_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const kid = privateKey(pair.privateKey).id ?? ''
  return kid.startsWith('-') ? newKeyPair() : { ...pair, kid }
}

/**
 * Sees to it that there is a key to sign tokens with. Of one that the deployment was given the public half is kept, so
 * that it is still published when another one has taken its place; where none was given, one is made.
 *
 * @param client A connection that holds the lock of starting up, so that two processes don't make two keys.
 */
export async function prepareSigningKeys(
  client: pg.ClientBase,
  given: SigningKey | undefined,
  encryption: EncryptionKeys,
): Promise<void> {
  await nameKeys(client, encryption)
  if (given) {
    const pem = publicPem(given)
    if (pem !== null)
      await client.query(
        `INSERT INTO signing_keys (kid, public_key) VALUES ($1, $2)
         ON CONFLICT (kid) DO UPDATE SET retired_at = NULL`,
        [given.id, pem],
      )
    return
  }
  const { rowCount } = await client.query(
    'SELECT FROM signing_keys WHERE sealed_private_key IS NOT NULL AND retired_at IS NULL AND signs_from <= now()',
  )
  if (rowCount !== 0) return
  const pair = await newKeyPair()
  await client.query('INSERT INTO signing_keys (kid, public_key, sealed_private_key) VALUES ($1, $2, $3)', [
    pair.kid,
    pair.publicKey,
    seal(pair.privateKey, encryption, KEY_PURPOSE),
  ])
}

/** Gives those that were made before keys had names their names and public halves. */
async function nameKeys(client: pg.ClientBase, encryption: EncryptionKeys): Promise<void> {
  const { rows } = await client.query<{ id: string; sealed_private_key: Buffer }>(
    'SELECT id, sealed_private_key FROM signing_keys WHERE kid IS NULL',
  )
  for (const { id, sealed_private_key } of rows) {
    const key = privateKey(unseal(sealed_private_key, encryption, KEY_PURPOSE))
    await client.query('UPDATE signing_keys SET kid = $2, public_key = $3 WHERE id = $1', [
      id,
      key.id,
      publicPem(key),
    ])
  }
}
