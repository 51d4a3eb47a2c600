import type pg from 'pg'
import { authenticatorPurpose } from '../accounts/second-factors.ts'
import { clientSecretPurpose } from '../providers/providers.ts'
import { type EncryptionKeys, seal, unseal } from './sealed.ts'
import { KEY_PURPOSE } from './signing-keys.ts'

/** Everything in the database that is encrypted: where it is, and what it is encrypted as. */
const SEALED = [
  { table: 'signing_keys', id: 'id', column: 'sealed_private_key', purpose: () => KEY_PURPOSE },
  { table: 'authenticators', id: 'user_id', column: 'sealed_secret', purpose: authenticatorPurpose },
  { table: 'identity_providers', id: 'id', column: 'sealed_client_secret', purpose: clientSecretPurpose },
] as const

/**
 * Encrypts all that is secret in the database anew, so that former keys are not needed any more.
 *
 * @param client A connection in a transaction: it is all or nothing.
 * @returns how many secrets there are.
 * @throws {Error} where a secret cannot be read by any of the keys.
 */
export async function reEncrypt(client: pg.ClientBase, keys: EncryptionKeys): Promise<number> {
  let count = 0
  for (const { table, id, column, purpose } of SEALED) {
    const { rows } = await client.query<{ id: string; sealed: Buffer }>(
      `SELECT ${id} AS id, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL FOR UPDATE`,
    )
    for (const row of rows) {
      const secret = unseal(row.sealed, keys, purpose(row.id))
      await client.query(`UPDATE ${table} SET ${column} = $2 WHERE ${id} = $1`, [
        row.id,
        seal(secret, keys, purpose(row.id)),
      ])
      count += 1
    }
  }
  return count
}
