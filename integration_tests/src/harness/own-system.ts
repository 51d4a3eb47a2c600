import { createFlowDbOn, type TestServers } from '@flowkit/local-stack/vitest'
import type pg from 'pg'
import { inject } from 'vitest'
import { addToCountry } from './additions.ts'
import { type Gateway, gateway } from './gateway.ts'
import { connectAs, type RunningSystem, type SystemParts, startSystem } from './system.ts'

/** A system that a test file has to itself, as it uses it. */
export interface OwnSystem extends RunningSystem {
  /** FlowAPI with a token that has every scope. */
  readonly api: Gateway
  /** The database, as its superuser. */
  readonly database: pg.Pool
}

/** What may be special about a system. */
export interface OwnSystemOptions {
  readonly machines?: number
  /** The time zone of the deployment, an IANA name; UTC where none is given. */
  readonly timezone?: string
  /** Further variables of each FlowMachine's environment, by its number from 0. */
  readonly machineEnv?: SystemParts['machineEnv']
  /** Where its database is; the server of the run where none is given. */
  readonly servers?: TestServers
  /** Settings of the services beside those that every test needs. */
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * Starts a system of its own for a test file that changes data, counts what is computed, or breaks things. It has
 * the test country with the tests' additions; the tokens of the shared system are good for it.
 *
 * @param name Names its logs.
 */
export async function startOwnSystem(name: string, options: OwnSystemOptions = {}): Promise<OwnSystem> {
  const { machines = 1, timezone = 'UTC', servers = inject('flowkit'), settings = {}, machineEnv } = options
  const flowdb = await createFlowDbOn(servers, { profile: 'test', timezone })
  const database = connectAs('superuser', flowdb)
  await addToCountry(database)
  const key = { algorithm: 'RS256', publicKey: inject('keys').publicKey } as const
  const system = await startSystem({
    name,
    flowdb,
    key,
    machines,
    settings,
    ...(machineEnv && { machineEnv }),
  })
  return {
    ...system,
    api: gateway(system.address.url, inject('token')),
    database,
    stop: async () => {
      await database.end()
      await system.stop()
    },
  }
}
