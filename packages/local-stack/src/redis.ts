import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { serverAccount } from './account.ts'
import { throwAwayFolder } from './folders.ts'
import { LOOPBACK, onPort } from './ports.ts'
import type { StopPlan } from './processes.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** How to start a private Redis server. */
export interface RedisOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** A new one is made where none is given. */
  readonly password?: string
  /** Server settings by name, e.g. `{ maxmemory: '64mb' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** Where none is given, the log is removed with the server. */
  readonly logFile?: string
}

/** Where a private Redis server can be reached. */
export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly password: string
  /** All of the above as a connection string. */
  readonly url: string
}

/** A private Redis server that runs. */
export interface PrivateRedis extends RedisAddress, Pick<ServerProcess, 'identity' | 'exited' | 'stop'> {}

/** The oldest major version that FlowMachine runs on. */
const OLDEST = 7

/** The PATH is there to find `redis-server` on. */
const ENVIRONMENT = {
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
}

const STOP: StopPlan = [
  ['SIGTERM', 5_000],
  ['SIGKILL', 5_000],
]

/**
 * Starts a Redis server of one's own: reachable over 127.0.0.1 with a password only, keeping nothing on disk. It
 * ends at the latest when this process does. Its configuration, the password in it, goes in over standard input.
 *
 * As root the server runs as the system account `redis`, or `nobody`.
 *
 * @throws {PortTakenError} when the port asked for is taken.
 * @throws when Redis 7 or newer is not installed, or does not start; the message holds the end of its log.
 */
export async function startRedis(options: RedisOptions = {}): Promise<PrivateRedis> {
  assertInstalled()
  const account = serverAccount(['redis', 'nobody'])
  const password = options.password ?? randomBytes(24).toString('hex')
  return onPort(options.port ?? 0, async port => {
    const folder = throwAwayFolder(account)
    const url = `redis://:${encodeURIComponent(password)}@${LOOPBACK}:${port}`
    const address = { host: LOOPBACK, port, password, url }
    const server = await startServer(
      {
        name: 'Redis',
        command: 'redis-server',
        args: ['-'],
        env: ENVIRONMENT,
        cwd: folder,
        account,
        input: configuration({
          ...options.settings,
          bind: LOOPBACK,
          port: String(port),
          requirepass: password,
        }),
        port,
        logFile: options.logFile ?? join(folder, 'redis.log'),
        stopPlan: STOP,
        throwAway: [folder],
      },
      () => answers(address),
    )
    return { ...address, identity: server.identity, exited: server.exited, stop: server.stop }
  })
}

function configuration(settings: Readonly<Record<string, string>>): string {
  const all = { save: '', appendonly: 'no', daemonize: 'no', ...settings }
  return Object.entries(all)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}\n`)
    .join('')
}

async function answers({ host, port, password }: RedisAddress): Promise<boolean> {
  const client = new Redis({ host, port, password, lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => {}) // What goes wrong is reported by the command below.
  try {
    await client.connect()
    return (await client.ping()) === 'PONG'
  } catch (error) {
    if (error instanceof Error && /NOAUTH|WRONGPASS/.test(error.message)) throw error
    return false
  } finally {
    client.disconnect()
  }
}

function assertInstalled(): void {
  const { stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8', env: ENVIRONMENT })
  const major = Number(/v=(\d+)/.exec(stdout ?? '')?.[1] ?? 0)
  if (major < OLDEST)
    throw new Error(`Redis ${OLDEST} or newer is not installed: apt-get install redis-server`)
}
