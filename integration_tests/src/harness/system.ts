import { type PrivateRedis, startRedis } from '@flowkit/local-stack'
import type { TestFlowDb } from '@flowkit/local-stack/vitest'
import pg from 'pg'
import { type FlowDbAddress, type RunningService, startFlowApi, startFlowMachine } from './services.ts'
import type { VerificationKey } from './tokens.ts'

/** Where a system can be reached; plain data, since it crosses processes. */
export interface SystemAddress {
  /** FlowAPI. */
  readonly url: string
  /** The FlowMachines, as `tcp://…`. */
  readonly machines: readonly string[]
  readonly flowdb: FlowDbAddress
}

/** FlowAPI before some FlowMachines before a FlowDB, with a Redis of their own. */
export interface RunningSystem {
  readonly address: SystemAddress
  readonly redis: PrivateRedis
  readonly machines: readonly RunningService[]
  /** Starts the FlowMachine of a number, from 0, again where it was, after ending it in good order if it runs. */
  restart(machine: number): Promise<void>
  /** Ends the services, and removes the database. */
  stop(): Promise<void>
}

/** What a system is made of. */
export interface SystemParts {
  /** Names its logs. */
  readonly name: string
  readonly flowdb: TestFlowDb
  readonly key: VerificationKey
  /** How many FlowMachine processes work on the database; one unless told otherwise. */
  readonly machines?: number
  /** Settings of the services beside those that every test needs. */
  readonly settings?: Readonly<Record<string, string>>
  /** Further variables of each FlowMachine's environment, by its number from 0. */
  readonly machineEnv?: (machine: number) => Readonly<Record<string, string>>
}

/** Starts the services on a database, which belongs to the system from then on. */
export async function startSystem({
  name,
  flowdb,
  key,
  machines = 1,
  settings = {},
  machineEnv = () => ({}),
}: SystemParts): Promise<RunningSystem> {
  const running: { stop(): Promise<void> }[] = [{ stop: () => flowdb.drop() }]
  const keep = <T extends { stop(): Promise<void> }>(started: T): T => {
    running.push(started)
    return started
  }
  const stop = async () => {
    for (const each of running.splice(0).reverse()) await each.stop()
  }
  try {
    const redis = keep(await startRedis())
    const started: RunningService[] = []
    const start = async (number: number, at?: string) => {
      started[number] = keep(
        await startFlowMachine(`${name}-flowmachine-${number + 1}`, flowdb, redis, at, {
          ...settings,
          ...machineEnv(number),
        }),
      )
    }
    for (let number = 0; number < machines; number += 1) await start(number)
    const endpoints = started.map(machine => machine.address)
    const api = keep(await startFlowApi(`${name}-flowapi`, flowdb, endpoints, key, settings))
    return {
      address: { url: api.address, machines: endpoints, flowdb: plain(flowdb) },
      redis,
      machines: started,
      restart: async number => {
        await started[number]?.stop()
        await start(number, endpoints[number])
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function plain({ drop, ...rest }: TestFlowDb): FlowDbAddress {
  return rest
}

/** A pool of connections for a role of a system's database. Numbers that fit are read as such. */
export function connectAs(role: 'superuser' | 'flowmachine' | 'flowapi', flowdb: FlowDbAddress): pg.Pool {
  const pool = new pg.Pool({ connectionString: flowdb[role].url, max: 4, types: { getTypeParser } })
  // Tests stop servers: who uses a connection that has broken hears of it when they next do.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** `pg` gives counts as texts, since they may exceed a number's precision; the ones here do not. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)
