import {
  authorityPath,
  ConfigError,
  type ConfigSources,
  type DatabaseAddress,
  databasePassword,
  flag,
  loadConfig,
  logLevel,
  port,
  required,
} from '@flowkit/service'
import { isWeak, privateKey, type SigningKey, SMALLEST_SECRET_BYTES, sharedSecret } from '@flowkit/tokens'
import { z } from 'zod'
import { usernameField } from './api/users.ts'
import { type Demo, demoOf, demoSettings } from './demo/settings.ts'
import { type EncryptionKeys, encryptionKey } from './keys/sealed.ts'
import { isLocal } from './network/local.ts'

const databaseSettings = {
  FLOWAUTH_DB_HOST: z.string().default('localhost').describe('Where its database is.'),
  FLOWAUTH_DB_PORT: port(9000).describe("The database server's port."),
  FLOWAUTH_DB_NAME: z.string().default('flowauth').describe("The database's name."),
  FLOWAUTH_DB_USER: z.string().default('flowauth').describe("The database's owner."),
  FLOWAUTH_DB_PASSWORD: databasePassword().describe('Its password.'),
  DB_URI: z
    .string()
    .transform((text, context) => {
      const uri = URL.parse(text)
      if (uri?.protocol === 'postgresql:' && uri.hostname && uri.username && uri.pathname.length > 1)
        return uri
      context.addIssue({
        code: 'custom',
        message: 'must be as FlowKit has it for PostgreSQL: postgresql://user:{}@host:port/database',
      })
      return z.NEVER
    })
    .optional()
    .describe(
      "Host, port, database and owner in one, as FlowKit's FlowAuth has it; the password is FLOWAUTH_DB_PASSWORD, whatever stands there.",
    ),
  FLOWAUTH_DB_CA_PATH: authorityPath("FlowAuth's database"),
}

const adminSettings = {
  FLOWAUTH_ADMIN_USERNAME: usernameField.default('admin').describe('The name of the first administrator.'),
}

/** FlowAuth's settings; each may be a variable, a file or a container secret. Names are FlowKit's where it has them. */
export const settings = z.object({
  FLOWAUTH_HOST: z.string().default('127.0.0.1').describe('The address to listen on.'),
  FLOWAUTH_PORT: port(9091).describe('The port to listen on.'),
  FLOWAUTH_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be a http or https URL' })
    .optional()
    .describe('Where browsers reach it; localhost unless told.'),
  FLOWAUTH_TRUSTED_PROXIES: z
    .string()
    .transform(list => list.split(',').map(proxy => proxy.trim()))
    .optional()
    .describe('Addresses whose X-Forwarded-For is believed, separated by commas; CIDR ranges are allowed.'),
  FLOWAUTH_LOG_LEVEL: logLevel().describe(
    'What is logged: trace, debug, info, warn, error, fatal or silent.',
  ),
  ...databaseSettings,
  ...adminSettings,
  FLOWAUTH_ADMIN_PASSWORD: z
    .string()
    .optional()
    .describe("The first administrator's first password; without it `flowauth admin-password` makes one."),
  SECRET_KEY: required()
    .refine(
      secret => Buffer.byteLength(secret) >= SMALLEST_SECRET_BYTES,
      `must have at least ${SMALLEST_SECRET_BYTES} bytes, e.g. from: openssl rand -hex 32`,
    )
    .describe('What the keys of sessions are derived from.'),
  FLOWAUTH_FERNET_KEY: required()
    .transform(keyBy(encryptionKey))
    .describe('What is secret in the database is encrypted with it: 32 bytes in base64.'),
  PRIVATE_JWT_SIGNING_KEY: z
    .string()
    .transform(keyBy(privateKey))
    .optional()
    .describe(
      'The key that tokens are signed with (RS256), as PEM or PEM in base64; one is made and kept unless told.',
    ),
  JWT_SECRET_KEY: z
    .string()
    .transform(keyBy(sharedSecret))
    .optional()
    .describe('The secret that tokens are signed with (HS256), for a test system.'),
  FLOWAUTH_ALLOW_WEAK_KEYS: flag(false).describe(
    'Whether a secret that can be guessed will do, on localhost only.',
  ),
  FLOWAUTH_FORMER_FERNET_KEYS: z
    .string()
    .transform(keyBy(list => list.split(',').map(key => encryptionKey(key.trim()))))
    .default([])
    .describe(
      'What was in its place before, separated by commas, until `flowauth keys re-encrypt` has been run.',
    ),
  FLOWAUTH_TWO_FACTOR_ISSUER: z
    .string()
    .regex(/^[^:\p{C}]{1,60}$/u, 'must be 1 to 60 characters, without a colon')
    .default('FlowAuth')
    .describe("What it is called in people's authenticator apps."),
  FLOWAUTH_ADMINS_NEED_SECOND_FACTOR: flag(false).describe(
    'Whether every administrator needs a second factor.',
  ),
  FLOWAUTH_PASSKEY_DOMAIN: z
    .string()
    .optional()
    .describe('The domain that passkeys belong to; the host of FLOWAUTH_PUBLIC_URL unless told.'),
  ...demoSettings,
})

/** The configuration of a FlowAuth. */
export interface Config {
  readonly host: string
  readonly port: number
  /** Where browsers reach FlowAuth. */
  readonly publicUrl: URL
  readonly trustedProxies: readonly string[]
  readonly logLevel: string
  readonly database: DatabaseAddress
  readonly admin: FirstAdmin
  /** What the keys of sessions are derived from. */
  readonly secret: string
  /** What is secret in the database is encrypted with it. */
  readonly encryptionKeys: EncryptionKeys
  /** What tokens are signed with; where there is none, FlowAuth makes and keeps one. */
  readonly signingKey: SigningKey | undefined
  readonly twoFactor: TwoFactorSettings
  /** What makes this FlowAuth a demo, whose passwords everybody knows; undefined where it is none. */
  readonly demo: Demo | undefined
}

/** What a deployment decides about second factors. */
export interface TwoFactorSettings {
  /** What FlowAuth is called in people's authenticator apps, and where a browser asks for a passkey. */
  readonly issuer: string
  /** Whether every administrator needs one; of others it is asked one by one. */
  readonly requiredForAdmins: boolean
  /** Whose passkeys can be used (WebAuthn, relying party id): the host of the pages, or a domain above it. */
  readonly passkeyDomain: string
}

/** The administrator that a FlowAuth without one begins with. */
export interface FirstAdmin {
  readonly username: string
  /** To be changed at the first sign-in; without it, the command `flowauth admin-password` makes one. */
  readonly password: string | undefined
}

/**
 * Reads the configuration.
 *
 * @throws {ConfigError} naming what is missing, unusable or unsafe.
 */
export function readConfig(sources?: ConfigSources): Config {
  const values = loadConfig(settings, sources)
  const publicUrl = new URL(values.FLOWAUTH_PUBLIC_URL ?? `http://localhost:${values.FLOWAUTH_PORT}`)
  if (publicUrl.protocol === 'http:' && !isLocal(publicUrl))
    throw new ConfigError(
      'FLOWAUTH_PUBLIC_URL must begin with https:// unless it is on localhost: passwords and tokens travel there.',
    )
  return {
    host: values.FLOWAUTH_HOST,
    port: values.FLOWAUTH_PORT,
    publicUrl,
    trustedProxies: values.FLOWAUTH_TRUSTED_PROXIES ?? [],
    logLevel: values.FLOWAUTH_LOG_LEVEL,
    database: addressOf(values),
    admin: { username: values.FLOWAUTH_ADMIN_USERNAME, password: values.FLOWAUTH_ADMIN_PASSWORD },
    secret: values.SECRET_KEY,
    encryptionKeys: { current: values.FLOWAUTH_FERNET_KEY, former: values.FLOWAUTH_FORMER_FERNET_KEYS },
    signingKey: signingKeyOf(values, publicUrl),
    twoFactor: {
      issuer: values.FLOWAUTH_TWO_FACTOR_ISSUER,
      requiredForAdmins: values.FLOWAUTH_ADMINS_NEED_SECOND_FACTOR,
      passkeyDomain: passkeyDomainOf(values, publicUrl),
    },
    demo: demoOf(values, { publicUrl, names: Object.keys(settings.shape), sources }),
  }
}

/**
 * What the commands of an administrator need: the database, and the administrator's name.
 *
 * @throws {ConfigError}
 */
export function readCommandConfig(sources?: ConfigSources): { database: DatabaseAddress; username: string } {
  const values = loadConfig(z.object({ ...databaseSettings, ...adminSettings }), sources)
  return { database: addressOf(values), username: values.FLOWAUTH_ADMIN_USERNAME }
}

function addressOf(values: z.output<z.ZodObject<typeof databaseSettings>>): DatabaseAddress {
  const { DB_URI: uri } = values
  return {
    host: uri?.hostname ?? values.FLOWAUTH_DB_HOST,
    port: uri ? Number(uri.port || 5432) : values.FLOWAUTH_DB_PORT,
    database: uri ? decodeURIComponent(uri.pathname.slice(1)) : values.FLOWAUTH_DB_NAME,
    user: uri ? decodeURIComponent(uri.username) : values.FLOWAUTH_DB_USER,
    password: values.FLOWAUTH_DB_PASSWORD,
    caPath: values.FLOWAUTH_DB_CA_PATH,
  }
}

function signingKeyOf(values: z.output<typeof settings>, publicUrl: URL): SigningKey | undefined {
  const { PRIVATE_JWT_SIGNING_KEY: pair, JWT_SECRET_KEY: secret } = values
  if (pair && secret)
    throw new ConfigError(
      'Both PRIVATE_JWT_SIGNING_KEY and JWT_SECRET_KEY are set. A deployment makes tokens of one kind: set one of them.',
    )
  if (secret && isWeak(secret) && !(values.FLOWAUTH_ALLOW_WEAK_KEYS && isLocal(publicUrl)))
    throw new ConfigError(
      `JWT_SECRET_KEY is shorter than ${SMALLEST_SECRET_BYTES} bytes and could be guessed. ` +
        'For a test system, FLOWAUTH_ALLOW_WEAK_KEYS=true allows it while FLOWAUTH_PUBLIC_URL is on localhost.',
    )
  return pair ?? secret
}

function passkeyDomainOf(values: z.output<typeof settings>, { hostname }: URL): string {
  const domain = values.FLOWAUTH_PASSKEY_DOMAIN ?? hostname
  if (domain === hostname || hostname.endsWith(`.${domain}`)) return domain
  throw new ConfigError(
    `FLOWAUTH_PASSKEY_DOMAIN must be ${hostname}, where FLOWAUTH_PUBLIC_URL is, or a domain above it: browsers refuse others.`,
  )
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
