import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PostgresAddress } from './postgres.ts'
import type { TestServers } from './test-servers.ts'

const PROGRAM = fileURLToPath(new URL('../../../services/flowdb/dist/main.js', import.meta.url))

/** A server to run the command on, as its superuser, and the passwords to give to the roles. */
export interface FlowDbServer extends Pick<TestServers, 'rolePasswords'> {
  readonly postgres: Pick<PostgresAddress, 'host' | 'port' | 'user' | 'password'>
}

/**
 * Runs the `flowdb` command, as an administrator would, on one database of a server.
 *
 * @param timezone The deployment's time zone, an IANA name.
 * @throws with what the command printed when it fails, or was not built.
 */
export async function runFlowDbCommand(
  server: FlowDbServer,
  database: string,
  timezone: string,
  args: readonly string[],
): Promise<void> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} does not exist: build services/flowdb first`)
  const { postgres, rolePasswords } = server
  const env = {
    FLOWDB_HOST: postgres.host,
    FLOWDB_PORT: String(postgres.port),
    FLOWDB_DATABASE: database,
    FLOWDB_TIMEZONE: timezone,
    POSTGRES_USER: postgres.user,
    POSTGRES_PASSWORD: postgres.password,
    FLOWMACHINE_FLOWDB_USER: 'flowmachine',
    FLOWMACHINE_FLOWDB_PASSWORD: rolePasswords.flowmachine,
    FLOWAPI_FLOWDB_USER: 'flowapi',
    FLOWAPI_FLOWDB_PASSWORD: rolePasswords.flowapi,
  }
  await new Promise<void>((resolve, reject) => {
    execFile(process.execPath, [PROGRAM, ...args], { env, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`flowdb ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error }))
      else resolve()
    })
  })
}
