import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../harness/programs.ts'
import { pythonWith } from '../harness/python.ts'

const SCRIPT = fileURLToPath(new URL('./python_client.py', import.meta.url))

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
  const python = join(await pythonWith('flowclient', '1.34'), 'python')
  return JSON.parse(await runCommand(python, ['-W', 'ignore', SCRIPT], { ...env }))
}
