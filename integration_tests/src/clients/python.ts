import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../harness/programs.ts'

const VERSION = '1.34'
const SCRIPT = fileURLToPath(new URL('./python_client.py', import.meta.url))
/** Kept between runs: thirty packages take half a minute to install. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))
const ENVIRONMENT = join(CACHE, `python-flowclient-${VERSION}`)

/** Building an environment and installing its packages, in milliseconds. */
export const PYTHON_INSTALLATION_MS = 120_000

/** A FlowAPI, a token with every scope, and one without any. */
export interface PythonClientEnvironment extends Readonly<Record<string, string>> {
  readonly FLOWAPI_URL: string
  readonly FLOWAPI_TOKEN: string
  readonly GUEST_TOKEN: string
}

/**
 * Asks a FlowAPI by FlowKit's own Python client, as it is published.
 *
 * @returns what the script beside this file has heard.
 */
export async function askByPythonClient(env: PythonClientEnvironment): Promise<Record<string, unknown>> {
  if (!existsSync(ENVIRONMENT)) await install()
  return JSON.parse(await runCommand(join(ENVIRONMENT, 'bin', 'python'), ['-W', 'ignore', SCRIPT], env))
}

/** Under another name until it is complete. */
async function install(): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const draft = await mkdtemp(`${ENVIRONMENT}-`)
  try {
    await runCommand('python3', ['-m', 'venv', draft]).catch(error => {
      throw new Error('Python cannot make a virtual environment: apt-get install python3-venv', {
        cause: error,
      })
    })
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    await runCommand(join(draft, 'bin', 'python'), [...pip, `flowclient==${VERSION}.*`])
    await rename(draft, ENVIRONMENT)
  } catch (error) {
    await rm(draft, { recursive: true })
    if (!existsSync(ENVIRONMENT)) throw error
  }
}
