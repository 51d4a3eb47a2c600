import { ConfigError, flag, required, wholeNumber } from '@flowkit/service'
import { type KeySet, keySetOf, publicKeys, sharedSecret, type VerificationKey } from '@flowkit/tokens'
import { z } from 'zod'
import type { Source } from './followed.ts'
import type { RevocationRules } from './revocations.ts'

const url = () => z.url({ protocol: /^https?$/, error: 'must be a http or https URL' }).optional()

/** The settings about tokens: whose are taken, and how it is known which have been revoked. */
export const tokenSettings = {
  FLOWAPI_IDENTIFIER: required().describe('What this server calls itself: the audience of its tokens.'),
  PUBLIC_JWT_SIGNING_KEY: z
    .string()
    .transform(keyBy(publicKeys))
    .optional()
    .describe(
      'The public keys of whoever signs tokens (RS256), as PEM, PEM in base64 or a JSON Web Key Set.',
    ),
  JWT_SECRET_KEY: z
    .string()
    .transform(keyBy((text): VerificationKey => sharedSecret(text)))
    .optional()
    .describe('The secret that tokens are signed with (HS256), instead of public keys.'),
  FLOWAPI_ALLOW_WEAK_KEYS: flag(false).describe(
    'Whether a secret that can be guessed will do, on localhost only.',
  ),
  FLOWAPI_TOKEN_KEYS_URL: url()
    .refine(
      isPrivate,
      'must begin with https:// unless it is on localhost: who answers there could make tokens',
    )
    .describe('Where the public keys are, as a JSON Web Key Set or PEM; read again and again.'),
  FLOWAPI_TOKEN_KEYS_PATH: z.string().optional().describe('The file with them instead.'),
  FLOWAPI_REVOCATION_URL: url().describe('Where the list of revoked tokens is; read again and again.'),
  FLOWAPI_REVOCATION_PATH: z.string().optional().describe('The file with it instead.'),
  FLOWAPI_REVOCATION_FAIL: z
    .enum(['closed', 'open'])
    .default('closed')
    .describe('Whether tokens are refused (closed) or taken (open) when the list is too old.'),
  FLOWAPI_REVOCATION_GRACE: wholeNumber(300).describe(
    'For how long a list is trusted after a newer one should have come, in seconds.',
  ),
}

/** What is configured about tokens. */
export interface TokenSettings {
  readonly audience: string
  /** Keys that stay as they are. */
  readonly keys: KeySet
  /** Where other keys are read; undefined where there are none. */
  readonly keySource: Source | undefined
  /** Where and how revoked tokens are learned of; undefined where tokens live until they expire. */
  readonly revocation: (RevocationRules & { readonly source: Source }) | undefined
}

/** @throws {ConfigError} for settings that contradict each other, and where nobody's tokens would be taken. */
export function tokenSettingsOf(values: z.output<z.ZodObject<typeof tokenSettings>>): TokenSettings {
  const { PUBLIC_JWT_SIGNING_KEY: keys, JWT_SECRET_KEY: secret } = values
  const keySource = sourceOf(
    'FLOWAPI_TOKEN_KEYS',
    values.FLOWAPI_TOKEN_KEYS_URL,
    values.FLOWAPI_TOKEN_KEYS_PATH,
  )
  const listSource = sourceOf(
    'FLOWAPI_REVOCATION',
    values.FLOWAPI_REVOCATION_URL,
    values.FLOWAPI_REVOCATION_PATH,
  )
  if (secret && (keys || keySource))
    throw new ConfigError(
      `Both ${keys ? 'PUBLIC_JWT_SIGNING_KEY' : 'FLOWAPI_TOKEN_KEYS'} and JWT_SECRET_KEY are set. ` +
        'A deployment takes tokens of one kind: set one of them.',
    )
  const nobodys = keySource ? ({ algorithm: 'RS256', keys: [] } as const) : undefined
  const fixed = secret ? keySetOf(secret) : (keys ?? nobodys)
  if (!fixed)
    throw new ConfigError(
      'Set PUBLIC_JWT_SIGNING_KEY, the public key of whoever makes tokens, FLOWAPI_TOKEN_KEYS_URL or _PATH, where it ' +
        'is, or JWT_SECRET_KEY, a secret shared with them.',
    )
  return {
    audience: values.FLOWAPI_IDENTIFIER,
    keys: fixed,
    keySource,
    revocation: listSource && {
      source: listSource,
      failOpen: values.FLOWAPI_REVOCATION_FAIL === 'open',
      graceSeconds: values.FLOWAPI_REVOCATION_GRACE,
    },
  }
}

function sourceOf(name: string, address: string | undefined, path: string | undefined): Source | undefined {
  if (address !== undefined && path !== undefined)
    throw new ConfigError(`Both ${name}_URL and ${name}_PATH are set: set one of them.`)
  if (address !== undefined) return { url: new URL(address) }
  return path === undefined ? undefined : { path }
}

function isPrivate(address: string | undefined): boolean {
  if (address === undefined) return true
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

function keyBy<T>(read: (text: string) => T) {
  return (text: string, context: z.RefinementCtx): T => {
    try {
      return read(text)
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is unusable' })
      return z.NEVER
    }
  }
}
