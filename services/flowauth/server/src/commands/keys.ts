import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { doAndTell, NOBODY } from '../audit/audit.ts'
import { type Config, readConfig } from '../config.ts'
import { prepareDatabase } from '../database/prepare.ts'
import { reEncrypt } from '../keys/re-encrypt.ts'
import { prepareSigningKeys } from '../keys/signing-keys.ts'
import { summaryOf, TokenKeys } from '../keys/token-keys.ts'
import { RevocationLists } from '../tokens/revocation-lists.ts'

/** What the commands about keys work with. */
interface KeyParts {
  readonly pool: pg.Pool
  readonly config: Config
  readonly keys: TokenKeys
}

/** `flowauth keys list`: a line for each key. */
export function listKeys(): Promise<string> {
  return withKeys(async ({ keys }) => {
    const lines = (await keys.list()).map(summaryOf)
    return lines.length > 0 ? lines.join('\n') : 'Tokens are signed with JWT_SECRET_KEY.'
  })
}

/** `flowauth keys rotate`: makes a key that takes over after some minutes. */
export function rotateKeys(afterMinutes: number): Promise<string> {
  return withKeys(async ({ pool, keys }) => {
    const added = await doAndTell(pool, NOBODY, async (client, tell) => {
      const key = await keys.rotate(client, afterMinutes)
      await tell('key_added', { about: key.kid, details: { after_minutes: afterMinutes } })
      return key
    })
    return summaryOf(added)
  })
}

/** `flowauth keys retire`: has the tokens of a key refused. */
export function retireKey(kid: string): Promise<string> {
  return withKeys(async ({ pool, keys }) => {
    const retired = await doAndTell(pool, NOBODY, async (client, tell) => {
      await tell('key_retired', { about: kid })
      return keys.retire(client, kid)
    })
    return summaryOf(retired)
  })
}

/** `flowauth keys re-encrypt`: encrypts what is secret in the database with the present FLOWAUTH_FERNET_KEY. */
export function reEncryptSecrets(): Promise<string> {
  return withKeys(async ({ pool, config }) => {
    const count = await doAndTell(pool, NOBODY, async (client, tell) => {
      const secrets = await reEncrypt(client, config.encryptionKeys)
      await tell('secrets_encrypted_anew', { details: { secrets } })
      return secrets
    })
    return `${count} secrets are encrypted with FLOWAUTH_FERNET_KEY. FLOWAUTH_FORMER_FERNET_KEYS is not needed any more.`
  })
}

/** `flowauth revocation-list`: the list of revoked tokens, for a FlowAPI that cannot reach FlowAuth. */
export function printRevocationList(hours: number): Promise<string> {
  return withKeys(({ pool, keys }) => new RevocationLists(pool, keys).issue(hours * 3_600))
}

async function withKeys(work: (parts: KeyParts) => Promise<string>): Promise<string> {
  const config = readConfig()
  const pool = createPool(config.database, 'flowauth keys', 2, createLogger('flowauth', 'silent'))
  try {
    await prepareDatabase(pool, client =>
      prepareSigningKeys(client, config.signingKey, config.encryptionKeys),
    )
    return await work({ pool, config, keys: new TokenKeys(pool, config.signingKey, config.encryptionKeys) })
  } finally {
    await pool.end()
  }
}
