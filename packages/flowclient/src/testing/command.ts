import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** The compiled command. */
export const COMMAND = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** How the command is started. */
export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Called with the process as soon as it runs. */
  readonly started?: (process: ChildProcess) => void
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the real command to its end. Nothing of the surrounding environment reaches it. */
export async function flowclient(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const { env = {}, stdin = '', started } = options
  const child = spawn(process.execPath, [COMMAND, ...args], { env, stdio: 'pipe' })
  started?.(child)
  child.stdin.end(stdin)
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code, stdout, stderr }
}
