import { z } from 'zod'
import { id, moment } from './fields.ts'

/** What people see of a provider before they sign in. */
export const providerChoice = z.object({ id, name: z.string() })
export type ProviderChoice = z.output<typeof providerChoice>

/** Somebody who leaves for a provider. */
export const departure = z.strictObject({
  page: z
    .string()
    .max(500)
    .describe(
      'The page to come back to: its path and query. What is no page of FlowAuth’s counts as the first one.',
    ),
})
export type Departure = z.output<typeof departure>

/** Where the browser goes to sign in. */
export const providerAddress = z.object({ url: z.string() })
export type ProviderAddress = z.output<typeof providerAddress>

/** An account at a provider, as its owner sees it. */
export const identity = z.object({ provider_id: id, provider_name: z.string(), linked_at: moment })
export type Identity = z.output<typeof identity>

/** Who has a value in the provider's claim has the role. */
const roleMapping = z.strictObject({ claim_value: z.string().min(1).max(200), role_id: id })

const contents = {
  name: z.string().regex(/^(?!\s)[^\p{C}]{1,60}(?<!\s)$/u, 'must be 1 to 60 characters'),
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  client_id: z.string().min(1).max(500),
  creates_accounts: z.boolean(),
  roles_claim: z
    .string()
    .regex(/^[^\p{C}]{1,100}$/u)
    .nullable(),
  role_mappings: z.array(roleMapping).max(1000),
}

/** A provider, as administrators see one. */
export const provider = z.object({
  id,
  ...contents,
  redirect_url: z.string().describe('What the provider must be told that it may send people back to.'),
  account_count: z.number(),
})
export type Provider = z.output<typeof provider>

/** A provider to be added. */
export const newProvider = z.strictObject({ ...contents, client_secret: z.string().min(1).max(2000) })
export type NewProvider = z.output<typeof newProvider>

/** All of a provider; the secret stays as it is where none is given. */
export const providerContents = newProvider.partial({ client_secret: true })
export type ProviderContents = z.output<typeof providerContents>
