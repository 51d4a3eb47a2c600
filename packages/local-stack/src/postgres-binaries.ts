import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where Debian and Ubuntu put the programs of each major version, none of which is on the PATH. */
const VERSIONS = '/usr/lib/postgresql'

/** The oldest major version that FlowDB runs on. */
const OLDEST = 15

/**
 * The folder that holds `initdb` and `postgres`: the newest version of the machine, or, for a data folder that
 * exists, the version that made it.
 *
 * @throws when the machine has none that can be used.
 */
export function postgresBinaries(dataDir?: string): string {
  const made = dataDir && join(dataDir, 'PG_VERSION')
  const wanted = made && existsSync(made) ? Number(readFileSync(made, 'utf8').trim()) : undefined
  const found = installed().filter(({ major }) => (wanted === undefined ? major >= OLDEST : major === wanted))
  const newest = found.toSorted((a, b) => b.major - a.major)[0]
  if (newest) return newest.folder
  throw new Error(
    wanted === undefined
      ? `PostgreSQL ${OLDEST} or newer is not installed: apt-get install postgresql postgis`
      : `${dataDir} was made by PostgreSQL ${wanted}, which is not installed: apt-get install postgresql-${wanted}`,
  )
}

function installed(): { major: number; folder: string }[] {
  const folders = existsSync(VERSIONS) ? readdirSync(VERSIONS).map(name => join(VERSIONS, name, 'bin')) : []
  const configured = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' })
  if (configured.status === 0) folders.push(configured.stdout.trim())
  return folders
    .filter(folder => existsSync(join(folder, 'initdb')))
    .map(folder => ({ major: majorVersion(folder), folder }))
}

function majorVersion(folder: string): number {
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/(\d+)/.exec(stdout ?? '')?.[1] ?? 0)
}
