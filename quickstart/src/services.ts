import { join } from 'node:path'
import {
  acceptsConnections,
  type Probe,
  type Service,
  STOP_GENTLY,
  startPostgres,
  startRedis,
  startServer,
} from '@flowkit/local-stack'
import { flowMachinePorts, REPOSITORY, type Settings } from './config.ts'
import type { Home } from './home.ts'
import { flowapiEnvironment, flowapiUrl, flowmachineEnvironment, PROGRAMS } from './programs.ts'
import type { Secrets } from './secrets.ts'

/** The servers that hold the data. */
export function dataServers(
  settings: Settings,
  secrets: Secrets,
  home: Home,
  postgresConfiguration: string,
): Service[] {
  return [
    {
      name: 'postgres',
      start: () =>
        startPostgres({
          port: settings.FLOWDB_PORT,
          dataDir: home.data,
          password: secrets.flowdb,
          logFile: join(home.logs, 'postgres.log'),
          configuration: postgresConfiguration,
        }),
    },
    {
      name: 'redis',
      start: () =>
        startRedis({
          port: settings.REDIS_PORT,
          password: secrets.redis,
          logFile: join(home.logs, 'redis.log'),
        }),
    },
  ]
}

/** FlowKit's own services, which need a migrated database. */
export function flowkitServices(settings: Settings, secrets: Secrets, home: Home): Service[] {
  const machines = flowMachinePorts(settings).map((port, index) =>
    program(
      index === 0 ? 'flowmachine' : `flowmachine-${index + 1}`,
      PROGRAMS.flowmachine,
      flowmachineEnvironment(settings, secrets, port),
      port,
      home,
      () => acceptsConnections(port),
    ),
  )
  const gateway = program(
    'flowapi',
    PROGRAMS.flowapi,
    flowapiEnvironment(settings, secrets, home),
    settings.FLOWAPI_PORT,
    home,
    () => isReady(settings),
  )
  return [...machines, gateway]
}

/** Whether FlowAPI says that it, and all that it needs, is ready. */
export async function isReady(settings: Settings): Promise<boolean> {
  try {
    const answer = await fetch(`${flowapiUrl(settings)}/readyz`, { signal: AbortSignal.timeout(5_000) })
    return answer.ok
  } catch {
    return false
  }
}

function program(
  name: string,
  path: string,
  env: Readonly<Record<string, string>>,
  port: number,
  home: Home,
  answers: Probe,
): Service {
  return {
    name,
    start: () =>
      startServer(
        {
          name,
          command: process.execPath,
          args: [path],
          env,
          cwd: REPOSITORY,
          port,
          logFile: join(home.logs, `${name}.log`),
          stopPlan: STOP_GENTLY,
        },
        answers,
      ),
  }
}
