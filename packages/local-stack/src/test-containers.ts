import { randomBytes } from 'node:crypto'
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { LOOPBACK } from './ports.ts'
import type { PostgresAddress } from './postgres.ts'
import type { RedisAddress } from './redis.ts'

const FLOWDB = 'flowdb'
const POSTGRES_PORT = 5432
const REDIS_PORT = 6379

/** The workers of a parallel query exchange rows there. */
const SHARED_MEMORY_BYTES = 1 << 30

/** A server in a container. */
export interface ContainerServer<Address> {
  readonly address: Address
  /** Removes the container with its data. */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL in a container, with the superuser and database that private servers have.
 *
 * @param settings Of the server, by the names of PostgreSQL's parameters.
 */
export async function startPostgresContainer(
  image: string,
  settings: Readonly<Record<string, string>>,
): Promise<ContainerServer<PostgresAddress>> {
  const password = randomBytes(24).toString('hex')
  const container = await new GenericContainer(image)
    .withEnvironment({
      POSTGRES_USER: FLOWDB,
      POSTGRES_PASSWORD: password,
      POSTGRES_DB: FLOWDB,
      POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C.UTF-8',
    })
    .withCommand([
      'postgres',
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ])
    .withSharedMemorySize(SHARED_MEMORY_BYTES)
    .withExposedPorts(POSTGRES_PORT)
    // The first of the two servers that such an image starts takes no connections from outside.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start()
  const { host, port } = reached(container, POSTGRES_PORT)
  const url = `postgresql://${FLOWDB}:${password}@${host}:${port}/${FLOWDB}`
  return {
    address: { host, port, user: FLOWDB, password, database: FLOWDB, url },
    stop: () => remove(container),
  }
}

/** Starts Redis in a container, keeping nothing on disk. */
export async function startRedisContainer(image: string): Promise<ContainerServer<RedisAddress>> {
  const password = randomBytes(24).toString('hex')
  const container = await new GenericContainer(image)
    .withCommand(['redis-server', '--requirepass', password, '--save', '', '--appendonly', 'no'])
    .withExposedPorts(REDIS_PORT)
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .start()
  const { host, port } = reached(container, REDIS_PORT)
  return {
    address: { host, port, password, url: `redis://:${password}@${host}:${port}` },
    stop: () => remove(container),
  }
}

/** A published port is bound to IPv4 addresses, which `localhost` may not be. */
function reached(container: StartedTestContainer, port: number): { host: string; port: number } {
  const host = container.getHost()
  return { host: host === 'localhost' ? LOOPBACK : host, port: container.getMappedPort(port) }
}

async function remove(container: StartedTestContainer): Promise<void> {
  await container.stop({ remove: true, removeVolumes: true })
}
