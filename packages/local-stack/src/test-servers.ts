import { randomBytes } from 'node:crypto'
import { type ContainerSettings, containerSettings } from './config.ts'
import { engineObstacle, imageObstacle } from './container-engine.ts'
import { type PostgresAddress, startPostgres } from './postgres.ts'
import { THROW_AWAY_SETTINGS } from './postgres-cluster.ts'
import { type RedisAddress, startRedis } from './redis.ts'

/** What tests are told about the servers of their run; plain data, since it crosses processes. */
export interface TestServers {
  /** The superuser's way into the server. Tests work in databases of their own, from `createFlowDb`. */
  readonly postgres: PostgresAddress
  /** Shared by all tests of a run: a test that flushes or stops Redis starts one of its own. */
  readonly redis: RedisAddress
  /** The passwords of the roles that the services log in as, one set for the whole server. */
  readonly rolePasswords: { readonly flowmachine: string; readonly flowapi: string }
}

/** Enough for all workers of a run; small tables need neither JIT nor vacuuming, which would hold on to templates. */
const TEST_SETTINGS = {
  max_connections: '300',
  shared_buffers: '256MB',
  max_locks_per_transaction: '512',
  max_wal_size: '4GB',
  jit: 'off',
  autovacuum: 'off',
}

interface Shared {
  users: number
  readonly servers: Promise<{ readonly addresses: TestServers; stop(): Promise<void> }>
}

/**
 * Vitest loads this module once for each project that uses it, all in one process: what the projects share is
 * found through the process-wide symbol registry.
 */
const registry = globalThis as { [SHARED]?: Shared }
const SHARED = Symbol.for('@flowkit/local-stack/test-servers')

/** Starts one PostgreSQL and one Redis, or joins those that another project of the same run has started. */
export async function acquireTestServers(): Promise<TestServers> {
  registry[SHARED] ??= { users: 0, servers: startBoth() }
  registry[SHARED].users += 1
  return (await registry[SHARED].servers).addresses
}

/** Stops the servers when nobody else of the run uses them. */
export async function releaseTestServers(): Promise<void> {
  const shared = registry[SHARED]
  if (shared === undefined) return
  shared.users -= 1
  if (shared.users > 0) return
  delete registry[SHARED]
  await (await shared.servers).stop()
}

async function startBoth() {
  const { postgres, redis, stop } = await startServers(containerSettings())
  const rolePasswords = {
    flowmachine: randomBytes(24).toString('hex'),
    flowapi: randomBytes(24).toString('hex'),
  }
  return { addresses: { postgres, redis, rolePasswords }, stop }
}

interface Servers extends Pick<TestServers, 'postgres' | 'redis'> {
  stop(): Promise<void>
}

/** In containers where an engine is at hand, else as processes. */
function startServers(settings: ContainerSettings): Promise<Servers> {
  if (engineObstacle(settings.engineSetup)) return startProcesses()
  const obstacle = imageObstacle(settings.postgresImage) ?? imageObstacle(settings.redisImage)
  if (!obstacle) return startContainers(settings)
  console.warn(`The tests' servers are processes, not containers: ${obstacle}.`)
  return startProcesses()
}

async function startProcesses(): Promise<Servers> {
  const [postgres, redis] = await Promise.all([startPostgres({ settings: TEST_SETTINGS }), startRedis()])
  const { host, port, user, password, database, url } = postgres
  return {
    postgres: { host, port, user, password, database, url },
    redis: { host: redis.host, port: redis.port, password: redis.password, url: redis.url },
    stop: async () => {
      await Promise.all([redis.stop(), postgres.stop()])
    },
  }
}

async function startContainers({ postgresImage, redisImage }: ContainerSettings): Promise<Servers> {
  // Large, and of no use where there are no containers.
  const { startPostgresContainer, startRedisContainer } = await import('./test-containers.ts')
  const [postgres, redis] = await Promise.all([
    startPostgresContainer(postgresImage, { ...TEST_SETTINGS, ...THROW_AWAY_SETTINGS }),
    startRedisContainer(redisImage),
  ])
  return {
    postgres: postgres.address,
    redis: redis.address,
    stop: async () => {
      await Promise.all([redis.stop(), postgres.stop()])
    },
  }
}
