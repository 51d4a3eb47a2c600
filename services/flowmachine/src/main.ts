import {
  type ConfigError,
  createLogger,
  Lifecycle,
  listenForMetrics,
  loadConfig,
  startTracing,
  traceQueries,
  watchPools,
} from '@flowkit/service'
import { settings } from './config.ts'
import { openConnections } from './execution/connections.ts'
import type { Engine } from './execution/engine.ts'
import { absenceOf, firstContact } from './execution/first-contact.ts'
import { Wakeup } from './execution/wakeup.ts'
import { Worker } from './execution/worker.ts'
import { curveOf } from './server/curve.ts'
import { Server } from './server/server.ts'
import { setCacheLimits } from './store/cache.ts'
import { defaultMemory } from './store/resources.ts'
import { createMetrics } from './telemetry/metrics.ts'
import { watchShared } from './telemetry/shared-metrics.ts'

/** How long the database may take to end the statements of what is handed over to others. */
const HAND_OVER_MS = 15_000

/** Starts FlowMachine: connections and the server first, and the worker when the database answers. */
async function main(): Promise<void> {
  const config = loadConfig(settings)
  const log = createLogger('flowmachine', config.FLOWMACHINE_LOG_LEVEL)
  const curve = curveOf(config)
  const lifecycle = new Lifecycle(log)
  const address = {
    host: config.FLOWDB_HOST,
    port: config.FLOWDB_PORT,
    database: config.FLOWDB_DATABASE,
    user: config.FLOWMACHINE_FLOWDB_USER,
    password: config.FLOWMACHINE_FLOWDB_PASSWORD,
    caPath: config.FLOWDB_CA_PATH,
  }
  await lifecycle.run(async () => {
    const tracing = await startTracing('flowmachine', config, log)
    if (tracing) lifecycle.onStop('traces', 5_000, () => tracing.stop())
    const workerSettings = {
      concurrency: config.FLOWMACHINE_SERVER_THREADPOOL_SIZE,
      drainSeconds: config.FLOWMACHINE_DRAIN_SECONDS,
      takeoverSeconds: config.FLOWMACHINE_TAKEOVER_SECONDS,
      mostRunningPerUser: config.FLOWMACHINE_USER_RUNNING_LIMIT,
      timeLimitSeconds: config.FLOWMACHINE_QUERY_TIME_LIMIT_SECONDS,
      grantSeconds: config.FLOWMACHINE_GRANT_SECONDS,
    }
    const { computing, control } = openConnections(address, workerSettings, log)
    lifecycle.onStop('computing connections', 5_000, () => computing.end())
    lifecycle.onStop('control connections', 5_000, () => control.end())
    if (tracing) for (const pool of [computing, control]) traceQueries(pool)
    // Nobody is answered by a process whose settings are wrong; by one that was started too early they are.
    await absenceOf(control)

    const wakeup = await Wakeup.connect(
      {
        host: config.REDIS_HOST,
        port: config.REDIS_PORT,
        password: config.REDIS_PASSWORD,
        caPath: config.REDIS_CA_PATH,
      },
      log,
    )
    lifecycle.onStop('redis', 1_000, () => wakeup.close())

    const metrics = createMetrics()
    watchPools(metrics.registry, 'flowmachine_database_connections', { computing, control })
    watchShared(metrics.registry, control, workerSettings.takeoverSeconds)
    const engine: Engine = {
      computing,
      control,
      wakeup,
      log,
      metrics,
      samplingSecret: config.FLOWMACHINE_SAMPLING_KEY,
      graceSeconds: config.FLOWMACHINE_RESULT_GRACE_SECONDS,
      interestSeconds: config.FLOWMACHINE_INTEREST_SECONDS,
      mostWaitingPerUser: config.FLOWMACHINE_USER_WAITING_LIMIT,
    }
    let worker: Worker | undefined
    lifecycle.onStop('worker', workerSettings.drainSeconds * 1_000 + HAND_OVER_MS, () => worker?.stop())

    if (config.FLOWMACHINE_METRICS_PORT !== undefined) {
      const host = config.FLOWMACHINE_METRICS_HOST
      const listener = await listenForMetrics(metrics.registry, host, config.FLOWMACHINE_METRICS_PORT)
      lifecycle.onStop('metrics', 1_000, () => listener.close())
      log.info({ host, port: listener.port }, 'metrics are given')
    }

    if (config.FLOWMACHINE_SEAL_KEY === undefined)
      log.warn(
        'FLOWMACHINE_SEAL_KEY is not set: whoever reaches this server is believed about whom they ask for',
      )
    const server = new Server(engine, { curve, sealKey: config.FLOWMACHINE_SEAL_KEY })
    const endpoint = await server.listen(config.FLOWMACHINE_HOST, config.FLOWMACHINE_PORT)
    lifecycle.onStop('server', 10_000, () => server.stop())
    log.info({ endpoint, encrypted: curve !== undefined }, 'listening')

    await firstContact(control, log, lifecycle.signal)
    await setCacheLimits(control, {
      cache_size: config.CACHE_SIZE,
      half_life: config.CACHE_HALF_LIFE,
      cache_protected_period: config.CACHE_PROTECTED_PERIOD,
    })
    const memory = config.FLOWMACHINE_COMPUTING_MEMORY_MB * 1024 ** 2 || (await defaultMemory(control))
    worker = new Worker(
      {
        ...engine,
        memory: memory / workerSettings.concurrency,
        sliceSubscribers: config.FLOWMACHINE_SLICE_SUBSCRIBERS,
      },
      workerSettings,
    )
    await worker.start()
  })
}

main().catch((error: ConfigError | Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
