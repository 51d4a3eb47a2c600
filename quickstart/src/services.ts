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
import {
  flowapiEnvironment,
  flowapiUrl,
  flowauthEnvironment,
  flowauthUrl,
  flowmachineEnvironment,
  PROGRAMS,
} from './programs.ts'
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

/** FlowKit's own services, which need a migrated database, and FlowAuth one of its own. */
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
  const flowauth = program(
    'flowauth',
    PROGRAMS.flowauth,
    flowauthEnvironment(settings, secrets, home),
    settings.FLOWAUTH_PORT,
    home,
    () => answers(`${flowauthUrl(settings)}/readyz`),
  )
  // The last: it asks FlowAuth which tokens have been revoked, and is not ready before it knows.
  const gateway = program(
    'flowapi',
    PROGRAMS.flowapi,
    flowapiEnvironment(settings, secrets, home),
    settings.FLOWAPI_PORT,
    home,
    () => answers(`${flowapiUrl(settings)}/readyz`),
  )
  return [...machines, flowauth, gateway]
}

/** Whether FlowAPI and FlowAuth say that they, and all that they need, are ready. */
export async function isReady(settings: Settings): Promise<boolean> {
  const urls = [flowapiUrl(settings), flowauthUrl(settings)]
  return (await Promise.all(urls.map(url => answers(`${url}/readyz`)))).every(Boolean)
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) })
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
  probe: Probe,
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
        probe,
      ),
  }
}
