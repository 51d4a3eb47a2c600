import { assertPortFree, PortTakenError } from '@flowkit/local-stack'
import { ENVIRONMENT, ports, type Settings } from './config.ts'
import { ensureFlowAuthDatabase } from './flowauth/database.ts'
import type { Home } from './home.ts'
import { flowdbEnvironment, PROGRAMS } from './programs.ts'
import { output, show } from './run.ts'
import { type Secrets, secretsOf } from './secrets.ts'
import { isReady } from './services.ts'
import { runningState } from './state.ts'
import type { Steps } from './steps.ts'
import { stop } from './stop.ts'
import { launchSupervisor, takenPort } from './supervision.ts'
import { ensureTokenKeys } from './token-keys.ts'

/** How long services that were up, and are being started again, may take until they answer. */
const RECOVERY_LIMIT_MS = 60_000

/**
 * Brings the whole system up, or finds it up: servers, schemas, data, services.
 *
 * @throws when a port is taken, when what runs was started with other settings, or when a part does not come up;
 * whatever had been started for this is stopped again then.
 */
export async function bringUp(settings: Settings, home: Home, steps: Steps): Promise<void> {
  const running = runningState(home)
  if (running) {
    assertSameSettings(running.settings, settings)
    await steps.step('Everything is up', () => untilReady(settings, home))
  } else {
    await startEverything(settings, home, steps)
  }
}

async function startEverything(settings: Settings, home: Home, steps: Steps): Promise<void> {
  await stop(home) // What a supervisor that was killed has left may still be on its way out.
  await assertPortsFree(settings)
  const secrets = secretsOf(home)
  await steps.step('Keys and passwords', () => ensureTokenKeys(home))
  const supervisor = launchSupervisor(home, settings)
  try {
    await steps.step(
      `PostgreSQL on port ${settings.FLOWDB_PORT}, Redis on ${settings.REDIS_PORT}`,
      async () => {
        await supervisor.startServers(await output(PROGRAMS.flowdb, ['tuning'], ENVIRONMENT))
      },
    )
    await prepareData(settings, secrets, steps)
    const { FLOWAPI_PORT, FLOWAUTH_PORT } = settings
    await steps.step(`FlowMachine, FlowAPI on ${FLOWAPI_PORT}, FlowAuth on ${FLOWAUTH_PORT}`, () =>
      supervisor.startServices(),
    )
    supervisor.letGo()
  } catch (error) {
    await supervisor.giveUp()
    throw error
  }
}

async function prepareData(settings: Settings, secrets: Secrets, steps: Steps): Promise<void> {
  const env = flowdbEnvironment(settings, secrets)
  await steps.step('Schemas and roles', async () => {
    await output(PROGRAMS.flowdb, ['migrate'], env)
    await ensureFlowAuthDatabase(settings, secrets)
  })
  await steps.openStep(`Synthetic country, profile ${settings.FLOWKIT_PROFILE}`, () =>
    show(PROGRAMS.flowdb, ['synthesize', '--profile', settings.FLOWKIT_PROFILE], env).catch(cause => {
      throw new Error('The country was not made; why is said above. To begin afresh: make clean', { cause })
    }),
  )
}

async function assertPortsFree(settings: Settings): Promise<void> {
  const seen = new Map<number, string>()
  for (const { port, variable } of ports(settings)) {
    const other = seen.get(port)
    if (other)
      throw new Error(`${other} and ${variable} both come to port ${port}. Choose another for one of them.`)
    seen.set(port, variable)
    await assertPortFree(port).catch(error => {
      throw error instanceof PortTakenError ? takenPort(port, settings) : error
    })
  }
}

function assertSameSettings(running: Settings, wanted: Settings): void {
  const names = Object.keys(wanted) as (keyof Settings)[]
  const different = names.filter(name => running[name] !== wanted[name])
  if (different.length === 0) return
  const now = different.map(name => `${name}=${running[name]}`).join(' ')
  throw new Error(`It runs already, with ${now}. To change that, stop it first: make stop`)
}

async function untilReady(settings: Settings, home: Home): Promise<void> {
  const deadline = performance.now() + RECOVERY_LIMIT_MS
  while (!(await isReady(settings))) {
    if (performance.now() > deadline)
      throw new Error(`FlowAPI or FlowAuth does not answer. The logs are in ${home.logs}`)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}
