import { LOOPBACK } from '@flowkit/local-stack'
import { flowMachinePorts, REPOSITORY, type Settings } from './config.ts'
import { type Home, readIfThere } from './home.ts'
import type { Secrets } from './secrets.ts'

/** The commands of the services, as built. */
export const PROGRAMS = {
  flowdb: `${REPOSITORY}services/flowdb/dist/main.js`,
  flowmachine: `${REPOSITORY}services/flowmachine/dist/main.js`,
  flowapi: `${REPOSITORY}services/flowapi/dist/main.js`,
  flowauth: `${REPOSITORY}services/flowauth/server/dist/main.js`,
  token: `${REPOSITORY}services/flowapi/dist/token.js`,
} as const

/** The name that tokens for this FlowAPI carry as their audience. */
export const AUDIENCE = 'flowkit.quickstart'

/** What FlowAuth's administrator is called. */
export const ADMINISTRATOR = 'admin'

type Environment = Record<string, string>

function database(settings: Settings): Environment {
  return { FLOWDB_HOST: LOOPBACK, FLOWDB_PORT: String(settings.FLOWDB_PORT), FLOWDB_DATABASE: 'flowdb' }
}

/** The environment of the `flowdb` command. */
export function flowdbEnvironment(settings: Settings, secrets: Secrets): Environment {
  return {
    ...database(settings),
    FLOWDB_TIMEZONE: settings.FLOWDB_TIMEZONE,
    POSTGRES_USER: 'flowdb',
    POSTGRES_PASSWORD: secrets.flowdb,
    FLOWMACHINE_FLOWDB_USER: 'flowmachine',
    FLOWMACHINE_FLOWDB_PASSWORD: secrets.flowmachine,
    FLOWAPI_FLOWDB_USER: 'flowapi',
    FLOWAPI_FLOWDB_PASSWORD: secrets.flowapi,
  }
}

/** The environment of one FlowMachine process. */
export function flowmachineEnvironment(settings: Settings, secrets: Secrets, port: number): Environment {
  return {
    ...database(settings),
    FLOWMACHINE_FLOWDB_USER: 'flowmachine',
    FLOWMACHINE_FLOWDB_PASSWORD: secrets.flowmachine,
    REDIS_HOST: LOOPBACK,
    REDIS_PORT: String(settings.REDIS_PORT),
    REDIS_PASSWORD: secrets.redis,
    FLOWMACHINE_HOST: LOOPBACK,
    FLOWMACHINE_PORT: String(port),
    FLOWMACHINE_SAMPLING_KEY: secrets.samplingKey,
    FLOWMACHINE_SEAL_KEY: secrets.sealKey,
  }
}

/**
 * The environment of FlowAPI, which knows every FlowMachine process, the public half of the token key, and where FlowAuth
 * says which tokens have been revoked.
 */
export function flowapiEnvironment(settings: Settings, secrets: Secrets, home: Home): Environment {
  return {
    ...database(settings),
    FLOWAPI_HOST: LOOPBACK,
    FLOWAPI_PORT: String(settings.FLOWAPI_PORT),
    FLOWAPI_FLOWDB_USER: 'flowapi',
    FLOWAPI_FLOWDB_PASSWORD: secrets.flowapi,
    FLOWAPI_IDENTIFIER: AUDIENCE,
    FLOWMACHINE_ENDPOINTS: flowMachinePorts(settings)
      .map(port => `tcp://${LOOPBACK}:${port}`)
      .join(','),
    FLOWMACHINE_SEAL_KEY: secrets.sealKey,
    PUBLIC_JWT_SIGNING_KEY: readIfThere(home.publicKey) ?? '',
    FLOWAPI_REVOCATION_URL: `${flowauthUrl(settings)}/revocations`,
  }
}

/** The environment of FlowAuth, which signs tokens with the private half of the token key. */
export function flowauthEnvironment(settings: Settings, secrets: Secrets, home: Home): Environment {
  return {
    FLOWAUTH_HOST: LOOPBACK,
    FLOWAUTH_PORT: String(settings.FLOWAUTH_PORT),
    FLOWAUTH_DB_HOST: LOOPBACK,
    FLOWAUTH_DB_PORT: String(settings.FLOWDB_PORT),
    FLOWAUTH_DB_NAME: 'flowauth',
    FLOWAUTH_DB_USER: 'flowauth',
    FLOWAUTH_DB_PASSWORD: secrets.flowauth,
    FLOWAUTH_ADMIN_USERNAME: ADMINISTRATOR,
    FLOWAUTH_ADMIN_PASSWORD: secrets.flowauthFirstPassword,
    SECRET_KEY: secrets.flowauthSessions,
    FLOWAUTH_FERNET_KEY: secrets.flowauthEncryption,
    PRIVATE_JWT_SIGNING_KEY: readIfThere(home.privateKey) ?? '',
  }
}

/** Where FlowAPI answers. */
export function flowapiUrl(settings: Settings): string {
  return `http://localhost:${settings.FLOWAPI_PORT}`
}

/** Where FlowAPI describes itself. */
export function flowapiDescriptionUrl(settings: Settings): string {
  return `${flowapiUrl(settings)}/api/0/spec/openapi.json`
}

/** Where FlowAuth's pages are. */
export function flowauthUrl(settings: Settings): string {
  return `http://localhost:${settings.FLOWAUTH_PORT}`
}
