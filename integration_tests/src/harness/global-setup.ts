import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFlowDbOn } from '@flowkit/local-stack/vitest'
import type { TestProject } from 'vitest/node'
import { addToCountry } from './additions.ts'
import { programFile, runCommand } from './programs.ts'
import { connectAs, type SystemAddress, startSystem } from './system.ts'
import { FLOWAPI_IDENTIFIER } from './tokens.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The system that most tests share: two FlowMachines, the test country with the tests' additions. */
    system: SystemAddress
    /** The key pair of its tokens, as PEM. */
    keys: { readonly privateKey: string; readonly publicKey: string }
    /** A token of it with every scope that exists. */
    token: string
  }
}

/** Results with rows of single subscribers are computed in slices, as those of a country are. */
const SETTINGS = { FLOWMACHINE_SLICE_SUBSCRIBERS: '100' }

/**
 * Starts the system that the tests of a run share, on the run's PostgreSQL server.
 *
 * @returns what vitest calls when the run is over.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const keys = await makeKeys()
  const flowdb = await createFlowDbOn(project.getProvidedContext().flowkit, { profile: 'test' })
  const database = connectAs('superuser', flowdb)
  await addToCountry(database).finally(() => database.end())
  const key = { algorithm: 'RS256', publicKey: keys.publicKey } as const
  const system = await startSystem({ name: 'shared', flowdb, key, machines: 2, settings: SETTINGS })
  project.provide('system', system.address)
  project.provide('keys', keys)
  project.provide('token', await makeToken(keys.privateKey))
  return () => system.stop()
}

async function makeKeys(): Promise<{ privateKey: string; publicKey: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'flowkit-keys-'))
  try {
    await runCommand(process.execPath, [programFile('token'), 'keypair', '--out', folder], {})
    const files = await readdir(folder)
    const pems = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')))
    const [privateKey] = pems.filter(pem => pem.includes('PRIVATE KEY'))
    const [publicKey] = pems.filter(pem => pem.includes('PUBLIC KEY'))
    if (!privateKey || !publicKey) throw new Error(`flowkit-token made ${files.join(', ')}, not a key pair`)
    return { privateKey, publicKey }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function makeToken(privateKey: string): Promise<string> {
  const env = { PRIVATE_JWT_SIGNING_KEY: privateKey, FLOWAPI_IDENTIFIER }
  const printed = await runCommand(
    process.execPath,
    [programFile('token'), '--all-scopes', '--user', 'tester', '--lifetime', '2h'],
    env,
  )
  return printed.trim()
}
