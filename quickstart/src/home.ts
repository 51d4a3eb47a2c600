import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The places under `.flowkit`. */
export interface Home {
  readonly folder: string
  /** PostgreSQL's data; as root possibly a link to where its account can reach. */
  readonly data: string
  readonly logs: string
  /** Passwords and the like, made at the first start. */
  readonly secrets: string
  /** The folder of the key pair that access tokens are signed and checked with. */
  readonly keys: string
  readonly privateKey: string
  readonly publicKey: string
  /** The accounts of FlowAuth that the quick start has made, see `Accounts`. */
  readonly accounts: string
  /** What runs, see `State`. */
  readonly state: string
  /** The supervisor's process number, for scripts. */
  readonly pid: string
  /** Held while a quick start is under way. */
  readonly lock: string
  /** Addresses and a token, for scripts to source. */
  readonly env: string
  /** The map of the demo analysis. */
  readonly map: string
}

/** The places under a folder, without touching it. */
export function homeAt(path: string): Home {
  const folder = resolve(path)
  return {
    folder,
    data: join(folder, 'postgres'),
    logs: join(folder, 'logs'),
    secrets: join(folder, 'secrets.json'),
    keys: join(folder, 'keys'),
    privateKey: join(folder, 'keys', 'private_key.pem'),
    publicKey: join(folder, 'keys', 'public_key.pem'),
    accounts: join(folder, 'accounts.json'),
    state: join(folder, 'state.json'),
    pid: join(folder, 'supervisor.pid'),
    lock: join(folder, 'lock'),
    env: join(folder, 'quickstart.env'),
    map: join(folder, 'flows.html'),
  }
}

/** Makes the folders, which only their owner can enter. */
export function makeHome(home: Home): void {
  mkdirSync(home.logs, { recursive: true })
  chmodSync(home.folder, 0o700)
}

/** Writes a file that only its owner can read, in one step: a reader sees the old text or the new one. */
export function writePrivate(path: string, text: string): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  renameSync(draft, path)
}

/** The text of a file; `undefined` when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
