import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../harness/programs.ts'
import { pythonWith } from '../harness/python.ts'

/** The scripts beside this file: everything a client can do, a single result, and a result of each kind. */
type Script = 'python_client.py' | 'python_result.py' | 'python_every_kind.py'

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

/** What Python's client makes of a result: rows, and a map of what is about places. */
export interface PythonResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly map: { readonly features: readonly object[] } | null
}

/** What Python's client hears of each kind. */
export interface HeardOfKinds {
  /** The results of questions by their kinds; of kinds that it has no function for there is none. */
  readonly heard: Readonly<Record<string, PythonResult>>
  /** A histogram of the events of a week, in 4 bins of 0 to 40. */
  readonly with_range: readonly Readonly<Record<string, unknown>>[]
}

/** Asks a question of each kind that Python's client has a function for. */
export async function resultsByPythonClient(
  env: Pick<PythonClientEnvironment, 'FLOWAPI_URL' | 'FLOWAPI_TOKEN'>,
  questions: ReadonlyMap<string, object>,
): Promise<HeardOfKinds> {
  const QUESTIONS = JSON.stringify(Object.fromEntries(questions))
  return JSON.parse(await printedBy('python_every_kind.py', { ...env, QUESTIONS }))
}

async function printedBy(script: Script, env: Readonly<Record<string, string>>): Promise<string> {
  const python = join(await pythonWith('flowclient', '1.34'), 'python')
  const file = fileURLToPath(new URL(`./${script}`, import.meta.url))
  return runCommand(python, ['-W', 'ignore', file], env)
}
