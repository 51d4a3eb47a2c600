import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The checkout. */
export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url))

const execute = promisify(execFile)

/** Where a command is run, and what its environment has beside that of the tests. */
export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs a command to its end.
 *
 * @returns what it printed on standard output.
 * @throws with everything that it printed when it fails.
 */
export async function run(
  [command = '', ...first]: readonly string[],
  args: readonly string[],
  { cwd, env }: RunOptions = {},
): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 << 20 }
  const { stdout } = await execute(command, [...first, ...args], options)
  return stdout
}

/** The command that this machine has: Compose 1.29, or 2. */
export function dockerCompose(): readonly string[] {
  const { status } = spawnSync('docker-compose', ['version'], { stdio: 'ignore' })
  return status === 0 ? ['docker-compose'] : ['docker', 'compose']
}

/** What the engine knows of an image or a container. */
export async function inspect<T>(id: string): Promise<T> {
  const [found]: T[] = JSON.parse(await run(['docker'], ['inspect', id]))
  if (!found) throw new Error(`The engine knows no ${id}`)
  return found
}

/** Runs a shell command in a container of an image, which is removed afterwards; as what the image says, or as root. */
export function inImage(image: string, command: string, options: readonly string[] = []): Promise<string> {
  return run(['docker'], ['run', '--rm', ...options, '--entrypoint', 'sh', image, '-c', command])
}
