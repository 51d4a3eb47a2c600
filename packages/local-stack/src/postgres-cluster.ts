import { execFileSync } from 'node:child_process'
import { chownSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { LOOPBACK } from './ports.ts'

/** How a server is to be configured. */
export interface Configuration {
  /** Whether its data must survive a crash. */
  readonly lasting: boolean
  /** Server settings by name, e.g. `{ work_mem: '64MB' }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined
  /** Further settings, as lines of a `postgresql.conf`; `settings` wins over them. */
  readonly configuration?: string | undefined
}

/** Without safety of the data: what a crash would lose is thrown away in any case. */
export const THROW_AWAY_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
}

/**
 * Makes the files of a new server: UTF-8, the superuser `user`, and no way in without the password.
 *
 * @param binaries The folder of PostgreSQL's programs.
 * @param data The folder to fill; it belongs to `account`.
 */
export function initialise(
  binaries: string,
  data: string,
  user: string,
  password: string,
  account: Account | undefined,
): void {
  const passwordFile = `${data}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  try {
    if (account) chownSync(passwordFile, account.uid, account.gid)
    execFileSync(
      join(binaries, 'initdb'),
      [
        ...['--pgdata', data, '--username', user, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync', '--no-instructions'],
      ],
      { cwd: '/', env: { LANG: 'C.UTF-8' }, uid: account?.uid, gid: account?.gid, stdio: 'pipe' },
    )
  } finally {
    rmSync(passwordFile)
  }
}

/** Writes the whole configuration anew, so that what was asked for last is what the server has. */
export function configure(data: string, options: Configuration, port: number): void {
  const settings: Record<string, string> = {
    ...(hasLittleSharedMemory() ? { dynamic_shared_memory_type: 'mmap' } : {}),
    ...(options.lasting ? {} : THROW_AWAY_SETTINGS),
    ...options.settings,
    listen_addresses: LOOPBACK,
    port: String(port),
    unix_socket_directories: '',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  const text = `# Written at every start of the server.\n${options.configuration ?? ''}\n${lines.join('\n')}\n`
  writeFileSync(join(data, 'postgresql.conf'), text)
}

/**
 * Whether `/dev/shm`, where the workers of a parallel query exchange rows, is too small for that: a container has
 * 64 MB unless told otherwise, and queries then fail. Files in the data folder do as well, if not as fast.
 */
function hasLittleSharedMemory(): boolean {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm')
    return blocks * bsize < 1 << 30
  } catch {
    return true
  }
}
