import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from './programs.ts'

/** Kept between runs: dozens of packages take half a minute to install. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))

/** Building an environment and installing its packages, in milliseconds. */
export const PYTHON_INSTALLATION_MS = 120_000

/**
 * A Python environment that holds a package as it is published.
 *
 * @param version Its release, such as `1.34`; the newest patch of it is installed.
 * @param requirements The file with what it needs, where that is not what it says itself.
 * @returns the folder of its programs.
 */
export async function pythonWith(name: string, version: string, requirements?: string): Promise<string> {
  const environment = join(CACHE, `python-${name}-${version}`)
  const library = `${name}==${version}.*`
  if (!existsSync(environment))
    await install(
      environment,
      requirements === undefined
        ? [[library]]
        : [
            ['--no-deps', library],
            ['--requirement', requirements],
          ],
    )
  return join(environment, 'bin')
}

/** Under another name until it is complete. @param steps What pip is asked to install, one after the other. */
async function install(environment: string, steps: readonly (readonly string[])[]): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const draft = await mkdtemp(`${environment}-`)
  try {
    await runCommand('python3', ['-m', 'venv', draft]).catch(error => {
      throw new Error('Python cannot make a virtual environment: apt-get install python3-venv', {
        cause: error,
      })
    })
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    for (const step of steps) await runCommand(join(draft, 'bin', 'python'), [...pip, ...step])
    await rename(draft, environment)
  } catch (error) {
    await rm(draft, { recursive: true })
    if (!existsSync(environment)) throw error
  }
}
