import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import type { Logger } from '@flowkit/service'
import type { SigningKey } from '@flowkit/tokens'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { Passkeys } from './accounts/passkeys.ts'
import { SecondFactors } from './accounts/second-factors.ts'
import { Throttle } from './accounts/throttle.ts'
import type { TwoFactorSettings } from './config.ts'
import { DeviceRequests } from './devices/device-requests.ts'
import { authentication } from './http/authentication.ts'
import { answerError, errorHandling } from './http/error-handling.ts'
import { ownPages } from './http/own-pages.ts'
import { pages } from './http/pages.ts'
import { requestLog } from './http/request-log.ts'
import { securityHeaders } from './http/security-headers.ts'
import { zodSchemas } from './http/zod-schemas.ts'
import { derivedKey } from './keys/derived.ts'
import type { EncryptionKeys } from './keys/sealed.ts'
import { TokenKeys } from './keys/token-keys.ts'
import { openApi } from './openapi/plugin.ts'
import { PendingSignIns } from './providers/pending-sign-in.ts'
import { Providers } from './providers/providers.ts'
import { allRoutes } from './routes/index.ts'
import type { Services } from './routes/services.ts'
import { AccessTokens } from './sessions/access-token.ts'
import { SessionCookies } from './sessions/cookies.ts'
import { KnownDevices } from './sessions/known-devices.ts'
import { Mint } from './tokens/mint.ts'
import { RevocationLists } from './tokens/revocation-lists.ts'

/** What FlowAuth is made of. Who makes these also ends them. */
export interface Dependencies {
  readonly pool: Services['pool']
  /** What the deployment was given to sign tokens with, instead of the keys in the database. */
  readonly signingKey: SigningKey | undefined
  /** What the keys of sessions are derived from. */
  readonly secret: string
  /** What is secret in the database is encrypted with it. */
  readonly encryptionKeys: EncryptionKeys
  readonly twoFactor: TwoFactorSettings
  /** Where browsers reach FlowAuth. */
  readonly publicUrl: URL
  readonly trustedProxies: readonly string[]
  /** The folder of the built pages. */
  readonly site: string
  readonly log: Logger
}

/** A server with as many scopes as there may be. */
const LARGEST_BODY_BYTES = 4 * 1024 * 1024
const REQUEST_WITHIN_MS = 60_000

/** Builds FlowAuth, which does not listen yet. */
export async function buildApp(parts: Dependencies): Promise<FastifyInstance> {
  const { publicUrl, log, site } = parts
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: () => randomUUID(),
    bodyLimit: LARGEST_BODY_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    trustProxy: parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
    frameworkErrors: answerError,
  })
  app.removeContentTypeParser('text/plain')
  const services = servicesOf(parts)
  await app.register(requestLog)
  await app.register(securityHeaders, { publicUrl })
  await app.register(errorHandling)
  await app.register(zodSchemas)
  await app.register(ownPages, { publicUrl })
  await app.register(fastifyCookie)
  await app.register(authentication, services)
  await app.register(pages, { site })
  await app.register(openApi, { publicUrl })
  for (const route of allRoutes) await app.register(route, services)
  return app
}

function servicesOf(parts: Dependencies): Services {
  const { pool, signingKey, secret, encryptionKeys, twoFactor, publicUrl } = parts
  const tokenKeys = new TokenKeys(pool, signingKey, encryptionKeys)
  const passkeys = new Passkeys(pool, {
    name: twoFactor.issuer,
    domain: twoFactor.passkeyDomain,
    origin: publicUrl.origin,
  })
  return {
    pool,
    tokenKeys,
    revocationLists: new RevocationLists(pool, tokenKeys),
    throttle: new Throttle(pool, derivedKey(secret, 'sign-in attempts')),
    knownDevices: new KnownDevices(publicUrl, derivedKey(secret, 'known devices')),
    secondFactors: new SecondFactors(pool, encryptionKeys, twoFactor.issuer, passkeys),
    passkeys,
    deviceRequests: new DeviceRequests(pool, derivedKey(secret, 'device codes')),
    providers: new Providers(pool, encryptionKeys),
    pendingSignIns: new PendingSignIns(encryptionKeys, publicUrl),
    publicUrl,
    adminsNeedSecondFactor: twoFactor.requiredForAdmins,
    accessTokens: new AccessTokens(derivedKey(secret, 'access tokens')),
    cookies: new SessionCookies(publicUrl),
    mint: new Mint(pool, tokenKeys, publicUrl.origin),
  }
}
