import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RequestListener, Server } from 'node:http'
import type { Logger } from '@flowkit/service'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { authentication } from './auth/authentication.ts'
import type { TokenRules } from './auth/verify-token.ts'
import { bodyDeadline } from './http/body-deadline.ts'
import { callerPresence } from './http/caller-presence.ts'
import { compression } from './http/compression.ts'
import { crossOrigin } from './http/cors.ts'
import { answerError, answerUnreadable, errorHandling } from './http/error-handling.ts'
import { OtherMethods } from './http/other-methods.ts'
import { requestLog } from './http/request-log.ts'
import { requestTraces } from './http/request-traces.ts'
import { responseHeaders } from './http/response-headers.ts'
import { requestMetrics } from './metrics/request-metrics.ts'
import { openApi } from './openapi/document.ts'
import { availableDates } from './routes/available-dates.ts'
import { cancel } from './routes/cancel.ts'
import { Deliveries } from './routes/deliveries.ts'
import { events } from './routes/events.ts'
import { geography } from './routes/geography.ts'
import { get } from './routes/get.ts'
import { healthz } from './routes/healthz.ts'
import { metadata } from './routes/metadata.ts'
import { poll } from './routes/poll.ts'
import { getQaOutcome } from './routes/qa/get-day.ts'
import { getQaChecks } from './routes/qa/get-range.ts'
import { listQaChecks } from './routes/qa/list-checks.ts'
import { readyz } from './routes/readyz.ts'
import { root } from './routes/root.ts'
import { run } from './routes/run.ts'
import type { Services } from './routes/services.ts'
import { openApiJson } from './routes/spec/openapi-json.ts'
import { openApiYaml } from './routes/spec/openapi-yaml.ts'
import { redoc } from './routes/spec/redoc.ts'
import type { Certificate } from './tls/certificate.ts'
import { SecureServer, type ServerLimits } from './tls/server.ts'

/** What the gateway is made of. Who makes these also ends them. */
export interface Dependencies extends Omit<Services, 'deliveries'> {
  readonly tokens: TokenRules
  /** Where the gateway is reached from outside, for its OpenAPI document. */
  readonly publicUrl: string
  /** How long FlowMachine may take for a reply, in milliseconds. */
  readonly responseTimeoutMs: number
  /** The origins whose pages may call from a browser. */
  readonly corsOrigins: readonly string[]
  /** Whose word is taken for where a request came from: addresses and ranges of them. */
  readonly trustedProxies: readonly string[]
  /** What to show to callers over HTTPS; plain HTTP without it. */
  readonly certificate?: Certificate
  readonly log: Logger
}

/** The gateway, which does not listen yet. */
export interface Gateway {
  readonly app: FastifyInstance
  /** Shows another certificate from the next connection on; undefined over plain HTTP. */
  readonly renewCertificate: ((certificate: Certificate) => void) | undefined
}

/** A token with many scopes is larger than the 16 kB that Node takes. */
const LARGEST_HEADERS_BYTES = 64 * 1024
/** Queries are a few kilobytes. */
const LARGEST_BODY_BYTES = 1024 * 1024
const REQUEST_WITHIN_MS = 60_000
/** A connection on which nothing moves for longer than FlowMachine may think, such as a stuck reader's, is closed. */
const LONGEST_SILENCE_MS = 5 * 60_000

/** Builds the gateway. */
export async function buildApp({
  tokens,
  publicUrl,
  responseTimeoutMs,
  corsOrigins,
  trustedProxies,
  certificate,
  log,
  ...services
}: Dependencies): Promise<Gateway> {
  const limits: ServerLimits = {
    largestHeadersBytes: LARGEST_HEADERS_BYTES,
    requestTimeoutMs: REQUEST_WITHIN_MS,
    // A request is sent to several FlowMachines, within twice the time that one has.
    silenceMs: LONGEST_SILENCE_MS + 2 * responseTimeoutMs,
  }
  let secure: SecureServer | undefined
  const app = fastify<Server>({
    ...(certificate && {
      serverFactory: (listener: RequestListener) => {
        secure = new SecureServer(certificate, limits, listener)
        return secure.forFramework()
      },
    }),
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: () => randomUUID(),
    http: { maxHeaderSize: limits.largestHeadersBytes },
    bodyLimit: LARGEST_BODY_BYTES,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.silenceMs,
    // Its 503 has no `msg`; what still comes in while we stop is answered as usual, and closes its connection.
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: answerError,
  })
  app.removeContentTypeParser('text/plain')
  const otherMethods = new OtherMethods()
  otherMethods.watch(app)
  await app.register(requestLog)
  await app.register(requestTraces)
  await app.register(requestMetrics, { metrics: services.metrics })
  await app.register(callerPresence)
  await app.register(bodyDeadline, { withinMs: limits.requestTimeoutMs })
  await app.register(responseHeaders)
  await app.register(errorHandling)
  await app.register(crossOrigin, { origins: corsOrigins })
  await app.register(compression)
  await app.register(authentication, { rules: tokens, revocations: services.revocations })
  await app.register(openApi, {
    version: packageVersion(),
    audience: tokens.audience,
    revocation: services.revocations !== undefined,
    publicUrl,
  })
  for (const route of [root, healthz, redoc]) await app.register(route)
  const deliveries = new Deliveries(services.machine)
  app.addHook('onClose', () => deliveries.settled())
  const forCallers = [
    run,
    poll,
    cancel,
    events,
    get,
    metadata,
    geography,
    availableDates,
    listQaChecks,
    getQaChecks,
    getQaOutcome,
  ]
  for (const route of [readyz, openApiJson, openApiYaml, ...forCallers])
    await app.register(route, { ...services, deliveries })
  otherMethods.refuse(app)
  return { app, renewCertificate: secure?.renew.bind(secure) }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return version
}
