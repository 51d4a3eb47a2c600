import { type ConfigError, createLogger, Lifecycle, listenForMetrics, startTracing } from '@flowkit/service'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { follow } from './auth/followed.ts'
import { Revocations } from './auth/revocations.ts'
import { TrustedKeys } from './auth/trusted-keys.ts'
import { readConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { StreamLimit } from './http/stream-limit.ts'
import { MachineClient } from './machine/client.ts'
import { createMetrics } from './metrics/metrics.ts'
import { readCertificate, watchCertificate } from './tls/certificate.ts'

/** For how long a FlowMachine that did not reply in time is passed over. */
const AVOID_MS = 30_000
/** How many queries a user may follow at a time: a browser's tabs, or a script's loop. */
const FOLLOWED_PER_USER = 50
/** How long downloads may go on when the gateway is told to stop. */
const DRAIN_MS = 10_000
const SWEEP_EVERY_MS = 100
const HEALTH_CHECK_TIMEOUT_MS = 2_000

/** Starts FlowAPI: its connections first, then the server. Whether the others answer is for `/readyz` to say. */
async function main(): Promise<void> {
  const config = readConfig()
  const log = createLogger('flowapi', config.logLevel)
  if (config.weakKey) log.warn('JWT_SECRET_KEY can be guessed: this must not be reached by anybody else')
  const lifecycle = new Lifecycle(log)
  await lifecycle.run(async () => {
    const tracing = await startTracing('flowapi', config.tracing, log)
    if (tracing) lifecycle.onStop('traces', 5_000, () => tracing.stop())
    const results = openDatabase(
      config.database,
      'flowapi results',
      { connections: config.databaseConnections, statementTimeoutMs: config.statementTimeoutMs },
      log,
    )
    lifecycle.onStop('result connections', 2_000, () => results.end())
    const health = openDatabase(
      config.database,
      'flowapi health',
      { connections: 1, statementTimeoutMs: HEALTH_CHECK_TIMEOUT_MS },
      log,
    )
    lifecycle.onStop('health connection', 2_000, () => health.end())

    const { publicUrl, responseTimeoutMs, patience, corsOrigins, trustedProxies } = config
    const { audience, keySource, revocation } = config.tokens
    const keys = new TrustedKeys(config.tokens.keys)
    if (keySource) {
      const following = { what: 'the keys of tokens', take: (text: string) => keys.take(text), log }
      lifecycle.onStop('keys of tokens', 100, await follow(keySource, following))
    }
    const revocations = revocation && new Revocations(keys, revocation)
    if (revocations) {
      const following = {
        what: 'the list of revoked tokens',
        take: (text: string) => revocations.take(text),
        log,
      }
      lifecycle.onStop('list of revoked tokens', 100, await follow(revocation.source, following))
    }
    const machine = new MachineClient(
      config.machines,
      { responseMs: responseTimeoutMs, avoidMs: AVOID_MS },
      log,
      { curve: config.curve, sealKey: config.sealKey },
    )
    lifecycle.onStop('flowmachine', 1_000, () => machine.close())

    // By the end of the grace a reader who stands still has been cut off.
    const streams = new StreamLimit({ most: config.streamsPerUser, waitMs: patience.graceMs })
    const followers = new StreamLimit({ most: FOLLOWED_PER_USER, waitMs: 0 })
    const certificate = config.certificate && (await readCertificate(config.certificate))
    let shown = certificate ?? undefined
    const metrics = createMetrics({ results, streams, followers, revocations, certificate: () => shown })
    const { app, renewCertificate } = await buildApp({
      machine,
      results,
      health,
      patience,
      streams,
      followers,
      metrics,
      tokens: { keys, audience },
      revocations,
      publicUrl,
      responseTimeoutMs,
      corsOrigins,
      trustedProxies,
      ...(certificate && { certificate }),
      log,
    })
    lifecycle.onStop('server', DRAIN_MS + 2_000, () => stopServing(app))
    log.info(
      {
        algorithm: keys.current.algorithm,
        revocation: revocations !== undefined,
        machines: config.machines,
        encrypted: config.curve !== undefined,
      },
      'starting',
    )
    if (config.metrics) {
      const { host, port } = config.metrics
      const listener = await listenForMetrics(metrics.registry, host, port)
      lifecycle.onStop('metrics', 1_000, () => listener.close())
      log.info({ host, port: listener.port }, 'metrics are given')
    }
    if (config.certificate && certificate && renewCertificate)
      lifecycle.onStop(
        'certificate',
        1_000,
        watchCertificate(config.certificate, certificate, {
          onRenewed: renewed => {
            renewCertificate(renewed)
            shown = renewed
          },
          log,
        }),
      )
    // The framework takes every server that it has not made itself for one of plain HTTP.
    const listenTextResolver = (at: string) =>
      `listening at ${certificate ? at.replace(/^http:/, 'https:') : at}`
    await app.listen({ host: config.host, port: config.port, listenTextResolver })
  })
}

/** Takes no more requests, and breaks off those that have not ended after a while. */
async function stopServing(app: FastifyInstance): Promise<void> {
  // Closing looks for idle connections once; those that are busy then would stay open when they are idle later.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_EVERY_MS)
  const impatience = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS)
  try {
    await app.close()
  } finally {
    clearInterval(sweep)
    clearTimeout(impatience)
  }
}

main().catch((error: ConfigError | Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
