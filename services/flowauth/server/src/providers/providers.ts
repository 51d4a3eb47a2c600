import type { Configuration } from 'openid-client'
import type { NewProvider, ProviderChoice, ProviderContents } from '../api/providers.ts'
import { isDangling, isDuplicate, type Queryable } from '../database/queryable.ts'
import { type EncryptionKeys, seal, unseal } from '../keys/sealed.ts'
import { Refusal } from '../refusal.ts'
import { discover, type ProviderClient } from './open-id.ts'

/** A provider, as stored. */
export interface ProviderRow {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly client_id: string
  readonly creates_accounts: boolean
  readonly roles_claim: string | null
  readonly role_mappings: { claim_value: string; role_id: string }[]
  readonly account_count: number
}

/** So that whoever presses the button often makes FlowAuth ask the provider seldom. */
const CONFIGURATION_MS = 300_000

const SELECT_PROVIDERS = `
  SELECT id, name, issuer, client_id, creates_accounts, roles_claim,
    coalesce((
      SELECT json_agg(json_build_object('claim_value', claim_value, 'role_id', role_id)
        ORDER BY claim_value, role_id)
      FROM provider_roles WHERE provider_id = identity_providers.id
    ), '[]') AS role_mappings,
    (SELECT count(*)::integer FROM identities WHERE provider_id = identity_providers.id) AS account_count
  FROM identity_providers`

/** Where people may sign in, besides with a password. */
export class Providers {
  readonly #pool: Queryable
  readonly #keys: EncryptionKeys
  readonly #configurations = new Map<string, { configuration: Configuration; until: number }>()

  /** @param keys What client secrets are encrypted with. */
  constructor(pool: Queryable, keys: EncryptionKeys) {
    this.#pool = pool
    this.#keys = keys
  }

  /** All of them, by name, as people choose one. */
  async choices(): Promise<ProviderChoice[]> {
    return (await this.#pool.query<ProviderChoice>('SELECT id, name FROM identity_providers ORDER BY name'))
      .rows
  }

  /** All of them, by name. */
  async list(): Promise<ProviderRow[]> {
    return (await this.#pool.query<ProviderRow>(`${SELECT_PROVIDERS} ORDER BY name`)).rows
  }

  /** One of them. @throws {Refusal} `provider_unknown`. */
  async find(id: string, database: Queryable = this.#pool): Promise<ProviderRow> {
    const { rows } = await database.query<ProviderRow>(`${SELECT_PROVIDERS} WHERE id = $1`, [id])
    if (!rows[0]) throw new Refusal('provider_unknown')
    return rows[0]
  }

  /**
   * A provider, and what it says of itself, which is asked for every five minutes at most.
   *
   * @throws {Refusal} `provider_unknown`; `provider_unreachable` without a reason, which is for administrators.
   */
  async findConfigured(id: string): Promise<{ provider: ProviderRow; configuration: Configuration }> {
    const { provider, client } = await this.#findWithClient(id)
    const key = JSON.stringify(client)
    const known = this.#configurations.get(key)
    if (known && known.until > Date.now()) return { provider, configuration: known.configuration }
    const configuration = await discover(client).catch(cause => {
      throw new Refusal('provider_unreachable', { cause })
    })
    this.#configurations.set(key, { configuration, until: Date.now() + CONFIGURATION_MS })
    return { provider, configuration }
  }

  /**
   * Asks a provider for its settings before it is added or, with the id that it has here, changed: no transaction
   * should wait for that.
   *
   * @throws {Refusal} `provider_unreachable`; `provider_unknown`, `provider_issuer_fixed` for one to be changed.
   */
  async assertAnswers(provider: NewProvider): Promise<void>
  async assertAnswers(provider: ProviderContents, id: string): Promise<void>
  async assertAnswers(provider: ProviderContents, id?: string): Promise<void> {
    if (id !== undefined) assertSameIssuer(await this.find(id), provider)
    const clientSecret = provider.client_secret ?? (await this.#clientSecret(id ?? ''))
    await discover({ ...provider, clientSecret })
  }

  /** Adds a provider that has answered. @throws {Refusal} `provider_name_taken`, `role_unknown`. */
  async add(client: Queryable, provider: NewProvider): Promise<ProviderRow> {
    const id = crypto.randomUUID()
    await this.#save(
      client,
      `INSERT INTO identity_providers
         (id, name, issuer, client_id, creates_accounts, roles_claim, sealed_client_secret)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      id,
      provider,
      provider.client_secret,
    )
    return this.find(id, client)
  }

  /**
   * Changes a provider that has answered.
   *
   * @throws {Refusal} `provider_unknown`, `provider_issuer_fixed`, and as {@link add}.
   */
  async change(client: Queryable, id: string, provider: ProviderContents): Promise<ProviderRow> {
    // Nobody is linked to it while its issuer changes.
    await client.query('SELECT FROM identity_providers WHERE id = $1 FOR UPDATE', [id])
    assertSameIssuer(await this.find(id, client), provider)
    await this.#save(
      client,
      `UPDATE identity_providers SET name = $2, issuer = $3, client_id = $4, creates_accounts = $5,
         roles_claim = $6, sealed_client_secret = $7
       WHERE id = $1`,
      id,
      provider,
      provider.client_secret ?? (await this.#clientSecret(id, client)),
    )
    return this.find(id, client)
  }

  async #findWithClient(id: string): Promise<{ provider: ProviderRow; client: ProviderClient }> {
    const provider = await this.find(id)
    const { issuer, client_id } = provider
    return { provider, client: { issuer, client_id, clientSecret: await this.#clientSecret(id) } }
  }

  async #save(
    client: Queryable,
    statement: string,
    id: string,
    provider: ProviderContents,
    secret: string,
  ): Promise<void> {
    const { name, issuer, client_id, creates_accounts, roles_claim, role_mappings } = provider
    const sealed = seal(secret, this.#keys, clientSecretPurpose(id))
    await client
      .query(statement, [id, name, issuer, client_id, creates_accounts, roles_claim, sealed])
      .catch(error => {
        throw isDuplicate(error) ? new Refusal('provider_name_taken') : error
      })
    await setMappings(client, id, role_mappings)
  }

  async #clientSecret(id: string, database: Queryable = this.#pool): Promise<string> {
    const { rows } = await database.query<{ sealed_client_secret: Buffer }>(
      'SELECT sealed_client_secret FROM identity_providers WHERE id = $1',
      [id],
    )
    if (!rows[0]) throw new Refusal('provider_unknown')
    return unseal(rows[0].sealed_client_secret, this.#keys, clientSecretPurpose(id))
  }
}

/** Removes a provider: nobody can sign in by it any more. @throws {Refusal} `provider_unknown`. */
export async function removeProvider(client: Queryable, id: string): Promise<ProviderRow> {
  const { rows } = await client.query<ProviderRow>(`${SELECT_PROVIDERS} WHERE id = $1 FOR UPDATE`, [id])
  if (!rows[0]) throw new Refusal('provider_unknown')
  await client.query('DELETE FROM identity_providers WHERE id = $1', [id])
  return rows[0]
}

/** A subject is somebody's name at one issuer: at another one it may be anybody's. */
function assertSameIssuer(before: ProviderRow, { issuer }: ProviderContents): void {
  if (issuer !== before.issuer && before.account_count > 0) throw new Refusal('provider_issuer_fixed')
}

async function setMappings(client: Queryable, id: string, mappings: ProviderContents['role_mappings']) {
  await client.query('DELETE FROM provider_roles WHERE provider_id = $1', [id])
  await client
    .query(
      `INSERT INTO provider_roles (provider_id, claim_value, role_id)
       SELECT DISTINCT $1::uuid, claim_value, role_id
       FROM unnest($2::text[], $3::uuid[]) AS mapping (claim_value, role_id)`,
      [id, mappings.map(({ claim_value }) => claim_value), mappings.map(({ role_id }) => role_id)],
    )
    .catch(error => {
      throw isDangling(error) ? new Refusal('role_unknown') : error
    })
}

/** What the client secret of a provider is encrypted as. */
export function clientSecretPurpose(id: string): string {
  return `client secret of identity provider ${id}`
}
