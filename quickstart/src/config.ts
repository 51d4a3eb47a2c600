import { fileURLToPath } from 'node:url'
import { loadConfig, port, wholeNumber } from '@flowkit/service'
import { z } from 'zod'

/** The checkout that is run. */
export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))

/** The environment of whoever started us, for the programs that we run; nothing else reads it. */
export const ENVIRONMENT: Readonly<NodeJS.ProcessEnv> = process.env

const schema = z.object({
  /** Where data, logs and secrets go. */
  FLOWKIT_HOME: z.string().default(`${REPOSITORY}.flowkit`),
  /** Which synthetic country to make. */
  FLOWKIT_PROFILE: z.enum(['demo', 'test'], { error: 'must be demo or test' }).default('demo'),
  FLOWDB_PORT: port(9000),
  /** The deployment's time zone. */
  FLOWDB_TIMEZONE: z.string().default('UTC'),
  REDIS_PORT: port(9002),
  /** Of the first process; each further one takes the next. */
  FLOWMACHINE_PORT: port(5555),
  FLOWMACHINE_PROCESSES: wholeNumber(1, 1),
  FLOWAPI_PORT: port(9090),
  FLOWAUTH_PORT: port(9091),
})

/** What can be chosen about a quick start, by the names of the variables that choose it. */
export type Settings = z.output<typeof schema>

/** @throws {ConfigError} naming each variable that cannot be used. */
export function readSettings(): Settings {
  return loadConfig(schema)
}

/** The ports that are used, each with the variable that moves it. */
export function ports(settings: Settings): { port: number; variable: string }[] {
  return [
    { port: settings.FLOWDB_PORT, variable: 'FLOWDB_PORT' },
    { port: settings.REDIS_PORT, variable: 'REDIS_PORT' },
    ...flowMachinePorts(settings).map(port => ({ port, variable: 'FLOWMACHINE_PORT' })),
    { port: settings.FLOWAPI_PORT, variable: 'FLOWAPI_PORT' },
    { port: settings.FLOWAUTH_PORT, variable: 'FLOWAUTH_PORT' },
  ]
}

/** The port of each FlowMachine process. */
export function flowMachinePorts({ FLOWMACHINE_PORT, FLOWMACHINE_PROCESSES }: Settings): number[] {
  return Array.from({ length: FLOWMACHINE_PROCESSES }, (_, index) => FLOWMACHINE_PORT + index)
}
