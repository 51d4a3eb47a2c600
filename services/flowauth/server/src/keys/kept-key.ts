import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type pg from 'pg'
import { seal, unseal } from './sealed.ts'
import { privateKey, type SigningKey } from './signing-key.ts'

const RSA_BITS = 4096
const PURPOSE = 'token signing key'

/**
 * The key pair that this FlowAuth signs tokens with, made at the first call and kept in the database, encrypted.
 *
 * @param client A connection that holds the lock of starting up, so that two processes don't make two keys.
 */
export async function keptSigningKey(client: pg.ClientBase, encryptionKey: Buffer): Promise<SigningKey> {
  const { rows } = await client.query<{ sealed_private_key: Buffer }>(
    'SELECT sealed_private_key FROM signing_keys ORDER BY created_at DESC LIMIT 1',
  )
  if (rows[0]) return privateKey(unseal(rows[0].sealed_private_key, encryptionKey, PURPOSE))
  const { privateKey: pem } = await promisify(generateKeyPair)('rsa', {
    modulusLength: RSA_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  await client.query('INSERT INTO signing_keys (sealed_private_key) VALUES ($1)', [
    seal(pem, encryptionKey, PURPOSE),
  ])
  return privateKey(pem)
}
