import { cpus, loadavg, release, totalmem, type } from 'node:os'
import type pg from 'pg'

/** Where and with what a scale was measured. */
export interface MachineRecord {
  readonly day: string
  readonly processor: string
  readonly cores: number
  readonly memoryGB: number
  readonly system: string
  /** Processes that wanted to run, on average over a quarter of an hour, when measuring began: others may have been at work. */
  readonly load: number
  readonly node: string
  readonly postgres: string
  readonly postgis: string
}

/** Describes this machine and its software. */
export async function describeMachine(pool: pg.Pool): Promise<MachineRecord> {
  const { rows } = await pool.query<{ postgres: string; postgis: string }>(
    "SELECT current_setting('server_version') AS postgres, PostGIS_Lib_Version() AS postgis",
  )
  const { postgres = '', postgis = '' } = rows[0] ?? {}
  const processors = cpus()
  return {
    day: new Date().toISOString().slice(0, 10),
    processor: processors[0]?.model.trim() || 'unknown processor',
    cores: processors.length,
    memoryGB: Math.round(totalmem() / 1e9),
    // What follows the version is whose build of the kernel it is.
    system: `${type()} ${release().split('-')[0]}`,
    load: loadavg()[2] ?? 0,
    node: process.version,
    postgres: postgres.split(' ')[0] ?? postgres,
    postgis,
  }
}
