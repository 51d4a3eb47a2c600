import type { SigningKey } from '@flowkit/tokens'
import type pg from 'pg'
import { buildApp, type Gateway } from '../app.ts'
import { type RevocationRules, Revocations } from '../auth/revocations.ts'
import type { Patience } from '../http/patience.ts'
import { StreamLimit } from '../http/stream-limit.ts'
import { MachineClient } from '../machine/client.ts'
import { createMetrics, type Metrics } from '../metrics/metrics.ts'
import type { Certificate } from '../tls/certificate.ts'
import { type KeptLog, keptLog } from './log.ts'
import { claims, rsaTokenKey, sign } from './tokens.ts'

/** A gateway that listens, and ways to call it. */
export interface TestGateway extends Gateway {
  readonly url: string
  readonly log: KeptLog
  readonly metrics: Metrics
  /** Which tokens it takes for revoked. */
  readonly revocations: Revocations | undefined
  /** A token with roles. */
  token(
    roles: Readonly<Record<string, readonly string[]>>,
    changes?: Readonly<Record<string, unknown>>,
  ): string
  /** Calls with a token that has one role with these scopes; redirects are answers. */
  call(path: string, scopes: readonly string[], init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/** What a gateway of the tests works with. */
export interface GatewayParts {
  readonly machines: readonly string[]
  readonly database: pg.Pool
  /** For a FlowMachine's reply. */
  readonly responseMs?: number
  readonly patience?: Patience
  readonly streamsPerUser?: number
  readonly corsOrigins?: readonly string[]
  readonly trustedProxies?: readonly string[]
  /** To refuse tokens that have been revoked. */
  readonly revocation?: RevocationRules
  /** To speak HTTPS. */
  readonly certificate?: Certificate
}

const PATIENCE: Patience = { graceMs: 30_000, bytesPerSecond: 10_000, deadlineMs: 600_000 }

const key = rsaTokenKey()
/** What signs the tokens of the gateways, and the lists of those that were revoked. */
export const GATEWAY_KEY: SigningKey = {
  algorithm: 'RS256',
  id: key.rules.keys.current.keys[0]?.id ?? null,
  key: key.signingKey,
}

/** Starts a gateway on a free port. */
export async function startGateway({
  machines,
  database,
  responseMs = 10_000,
  patience = PATIENCE,
  streamsPerUser = 50,
  corsOrigins = [],
  trustedProxies = [],
  revocation,
  certificate,
}: GatewayParts): Promise<TestGateway> {
  const log = keptLog()
  const machine = new MachineClient(machines, { responseMs, avoidMs: 60_000 }, log.log)
  const streams = new StreamLimit({ most: streamsPerUser, waitMs: 200 })
  const followers = new StreamLimit({ most: 50, waitMs: 0 })
  const metrics = createMetrics({ results: database, streams, followers })
  const revocations = revocation && new Revocations(key.rules.keys, revocation)
  const { app, renewCertificate } = await buildApp({
    machine,
    results: database,
    health: database,
    patience,
    streams,
    followers,
    metrics,
    corsOrigins,
    trustedProxies,
    ...(certificate && { certificate }),
    tokens: key.rules,
    revocations,
    publicUrl: 'https://flowkit.example.org',
    responseTimeoutMs: responseMs,
    log: log.log,
  })
  const plainUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const url = certificate ? plainUrl.replace(/^http:/, 'https:') : plainUrl
  const token: TestGateway['token'] = (roles, changes) => sign(claims(roles, changes), key)
  return {
    app,
    renewCertificate,
    url,
    log,
    metrics,
    revocations,
    token,
    call: (path, scopes, init = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        redirect: 'manual',
        headers: { authorization: `Bearer ${token({ analyst: scopes })}`, ...init.headers },
      }),
    close: async () => {
      app.server.closeAllConnections()
      await app.close()
      await machine.close()
    },
  }
}

/** A request body, as JSON. */
export function posted(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
