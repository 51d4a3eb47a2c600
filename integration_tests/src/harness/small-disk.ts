import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'

/** A disk of its own for the results that a server stores, which can be filled: a file system in memory. */
export interface SmallDisk {
  /** Has a server put all tables on it that are made from now on. */
  hold(database: pg.Pool): Promise<void>
  /** Takes all room that is left. */
  fill(): void
  /** Gives it back. */
  free(): void
  /** Gives the disk up; the server must have stopped. */
  remove(): void
}

/** Room for some thousand small results. */
const SIZE = '64m'

/**
 * Makes a small disk, which takes root or sudo.
 *
 * @param dataDir The data of the server that will use it: the disk is for the same account.
 */
export function makeSmallDisk(dataDir: string): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'flowkit-small-disk-'))
  const tables = join(folder, 'tables')
  const filler = join(folder, 'filler')
  const { uid, gid } = statSync(dataDir)
  asRoot('mount', '-t', 'tmpfs', '-o', `size=${SIZE},uid=${process.getuid?.()}`, 'tmpfs', folder)
  chmodSync(folder, 0o755)
  mkdirSync(tables, { mode: 0o700 })
  chownSync(tables, uid, gid)
  return {
    hold: async database => {
      await database.query(`CREATE TABLESPACE small LOCATION '${tables}'`)
      await database.query('GRANT CREATE ON TABLESPACE small TO PUBLIC')
      await database.query(`ALTER SYSTEM SET default_tablespace = 'small'`)
      await database.query('SELECT pg_reload_conf()')
    },
    fill: () => fill(filler),
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      asRoot('umount', folder)
      rmSync(folder, { recursive: true })
    },
  }
}

function asRoot(command: string, ...args: string[]): void {
  if (process.getuid?.() === 0) execFileSync(command, args)
  else execFileSync('sudo', ['-n', command, ...args])
}

/** Writes until there is no room for a single byte. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (let size = 1 << 20; size >= 1; ) {
      try {
        writeSync(file, Buffer.alloc(size))
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
        size = Math.floor(size / 2)
      }
    }
  } finally {
    closeSync(file)
  }
}
