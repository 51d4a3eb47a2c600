import { createHash } from 'node:crypto'
import { definitionOf } from '@flowkit/contract'
import { createFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger } from '@flowkit/service'
import { inject } from 'vitest'
import { ask } from '../execution/ask.ts'
import { openConnections } from '../execution/connections.ts'
import type { ComputingEngine } from '../execution/engine.ts'
import { statusOf } from '../execution/status.ts'
import { Wakeup } from '../execution/wakeup.ts'
import { Worker } from '../execution/worker.ts'
import { placesOf } from '../queries/places.ts'
import { isSpec, storedQuery } from '../queries/query.ts'
import { validated } from '../server/actions/query-spec.ts'
import { placeColumns } from '../source/places.ts'
import { currentResults } from '../store/results.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { fill, type World, withClient } from './world.ts'

const TAKEOVER_SECONDS = 2
/** So few that all but the smallest worlds have several slices. */
const SLICE_SUBSCRIBERS = 10

/** An engine on a database of its own. */
export interface TestEngine {
  readonly engine: ComputingEngine
  readonly superuserUrl: string
  /** Where the engine's role logs in. */
  readonly flowmachine: {
    readonly host: string
    readonly port: number
    readonly name: string
    readonly user: string
    readonly password: string
  }
  readonly gatewayUrl: string
  /** Starts to compute; what is asked before only waits. */
  start(concurrency?: number): Promise<Worker>
  /** Asks for a query and waits until it is released; answers its rows as the gateway reads them. */
  answer(spec: object): Promise<Record<string, unknown>[]>
  /** Asks for a query and waits until it has come to an end; answers its id and state. */
  finish(spec: object): Promise<{ id: string; state: string; reason: string | null }>
  /** The place of each person by a query about subscribers' locations, as it is stored for other queries. */
  places(locations: object): Promise<Record<string, string>>
  /** The value of each person by the metric of a query that is made of one, as it is stored for other queries. */
  values(aggregate: object): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** Starts an engine over a world. */
export async function startEngine(
  world: World,
  options: { graceSeconds?: number; timezone?: string } = {},
): Promise<TestEngine> {
  const database = await createFlowDb({
    profile: 'empty',
    ...(options.timezone ? { timezone: options.timezone } : {}),
  })
  await fill(database.superuser.url, world)
  const log = createLogger('flowmachine', 'fatal')
  const { user, password } = database.flowmachine
  const address = { host: database.host, port: database.port, database: database.name, user, password }
  const { redis } = inject('flowkit')
  const engine: ComputingEngine = {
    ...openConnections(address, { concurrency: 4, takeoverSeconds: TAKEOVER_SECONDS }, log),
    wakeup: await Wakeup.connect({ host: redis.host, port: redis.port, password: redis.password }, log),
    log,
    metrics: createMetrics(),
    samplingSecret: 'a secret for tests',
    memory: 64 * 1024 ** 2,
    sliceSubscribers: SLICE_SUBSCRIBERS,
    graceSeconds: options.graceSeconds ?? 3_600,
    interestSeconds: 3_600,
    mostWaitingPerUser: 0,
  }
  const workers: Worker[] = []
  const everybody = Object.values(world.events).flatMap(events => events.map(([subscriber]) => subscriber))
  const names = new Map(everybody.map(who => [createHash('sha256').update(who).digest('hex'), who]))

  async function finish(spec: object) {
    const { queryId } = await ask(engine, validated({ ...spec }))
    for (;;) {
      const status = await statusOf(engine, queryId)
      if (!status) throw new Error('A query that was asked for is not known')
      if (!['queued', 'executing'].includes(status.state))
        return { id: queryId, state: status.state, reason: status.reason }
      await engine.wakeup.wait(50, AbortSignal.timeout(30_000))
    }
  }

  async function tablesOf(queries: readonly { id: string }[]): Promise<string[]> {
    const stored = await currentResults(
      engine.control,
      queries.map(({ id }) => id),
    )
    return queries.map(({ id }) => {
      const result = stored.get(id)
      if (!result) throw new Error('The result has not been stored')
      return `${result.table_schema}.${result.table_name}`
    })
  }

  return {
    engine,
    superuserUrl: database.superuser.url,
    flowmachine: { host: database.host, port: database.port, name: database.name, user, password },
    gatewayUrl: database.flowapi.url,
    finish,
    async start(concurrency = 2) {
      const worker = new Worker(engine, {
        concurrency,
        takeoverSeconds: TAKEOVER_SECONDS,
        timeLimitSeconds: 3_600,
        grantSeconds: 60,
        mostRunningPerUser: 0,
        drainSeconds: 0,
      })
      workers.push(worker)
      await worker.start()
      return worker
    },
    async answer(spec) {
      const { id, state, reason } = await finish(spec)
      if (state !== 'completed') throw new Error(`The query is ${state}: ${reason}`)
      const status = await statusOf(engine, id)
      if (!status?.readable) throw new Error('A completed query has no result')
      const { table_schema, table_name } = status.readable
      return withClient(database.flowapi.url, async client => {
        const { rows } = await client.query<Record<string, unknown>>(
          `SELECT * FROM ${table_schema}.${table_name}`,
        )
        return rows
      })
    },
    async places(locations) {
      const spec = validated({ query_kind: 'spatial_aggregate', locations })
      if (spec.query_kind !== 'spatial_aggregate') throw new TypeError('Not an aggregate')
      await finish(spec)
      const unit = definitionOf(spec).unit(spec)
      if (unit === null) throw new TypeError('Not about places')
      const [located, places] = await tablesOf([storedQuery(spec.locations), storedQuery(placesOf(unit))])
      const { rows } = await withClient(database.superuser.url, client =>
        client.query<Record<string, string>>(
          `SELECT encode(msisdn, 'hex') AS subscriber, concat_ws(',', ${placeColumns(unit)}) AS place
           FROM ${located} JOIN ${places} USING (place) JOIN derived.subscribers USING (subscriber)`,
        ),
      )
      return Object.fromEntries(rows.map(row => [names.get(row.subscriber ?? '') ?? '', row.place ?? '']))
    },
    async values(aggregate) {
      const spec = validated({ ...aggregate })
      if (!('metric' in spec && isSpec(spec.metric))) throw new TypeError('Not made of a metric')
      await finish(aggregate)
      const [measured] = await tablesOf([storedQuery(spec.metric)])
      const { rows } = await withClient(database.superuser.url, client =>
        client.query<{ subscriber: string; value: unknown }>(
          `SELECT encode(msisdn, 'hex') AS subscriber, value
           FROM ${measured} JOIN derived.subscribers USING (subscriber)`,
        ),
      )
      return Object.fromEntries(rows.map(({ subscriber, value }) => [names.get(subscriber) ?? '', value]))
    },
    async close() {
      await Promise.all(workers.map(worker => worker.stop()))
      await engine.wakeup.close()
      await Promise.all([engine.computing.end(), engine.control.end()])
      await database.drop()
    },
  }
}
