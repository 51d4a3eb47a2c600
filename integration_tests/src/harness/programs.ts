import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const built = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** The programs of the system, as an administrator or an analyst runs them. */
export const PROGRAMS = {
  flowmachine: built('services/flowmachine/dist/main.js'),
  flowmachineCommand: built('services/flowmachine/dist/cli.js'),
  flowapi: built('services/flowapi/dist/main.js'),
  token: built('services/flowapi/dist/token.js'),
  flowdb: built('services/flowdb/dist/main.js'),
  flowauth: built('services/flowauth/server/dist/main.js'),
  flowclient: built('packages/flowclient/dist/cli/main.js'),
} as const

/** The path of a program that has been built. */
export function programFile(name: keyof typeof PROGRAMS): string {
  const file = PROGRAMS[name]
  if (!existsSync(file)) throw new Error(`${file} does not exist: run pnpm build first`)
  return file
}

const execute = promisify(execFile)

/**
 * Runs a command to its end.
 *
 * @param env All of its environment; without it the command has that of the tests.
 * @returns what it printed on standard output.
 * @throws with everything that it printed when it fails.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout } = await execute(command, args, { env, maxBuffer: 16 << 20 })
  return stdout
}
