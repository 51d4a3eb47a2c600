import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../harness/programs.ts'
import { pythonWith } from '../harness/python.ts'

/** The script beside this file that does everything a client can, and the one that gets a single result. */
type Script = 'python_client.py' | 'python_result.py'

/** A FlowAPI, a token with every scope, and one without any. */
export interface PythonClientEnvironment {
  readonly FLOWAPI_URL: string
  readonly FLOWAPI_TOKEN: string
  readonly GUEST_TOKEN: string
  /** The path of the certificate that the client trusts; for HTTPS with one that signs itself. */
  readonly FLOWAPI_CERTIFICATE?: string
}

/**
 * Asks a FlowAPI by FlowKit's own Python client, as it is published.
 *
 * @returns what the script beside this file has heard.
 */
export async function askByPythonClient(env: PythonClientEnvironment): Promise<Record<string, unknown>> {
  return JSON.parse(await printedBy('python_client.py', { ...env }))
}

/** How many people were last seen in each district on the first day, as Python's client gets it with a token. */
export async function districtsByPythonClient(
  env: Pick<PythonClientEnvironment, 'FLOWAPI_URL' | 'FLOWAPI_TOKEN'>,
): Promise<Record<string, unknown>[]> {
  return JSON.parse(await printedBy('python_result.py', { ...env }))
}

async function printedBy(script: Script, env: Readonly<Record<string, string>>): Promise<string> {
  const python = join(await pythonWith('flowclient', '1.34'), 'python')
  const file = fileURLToPath(new URL(`./${script}`, import.meta.url))
  return runCommand(python, ['-W', 'ignore', file], env)
}
