import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type pg from 'pg'

/**
 * Waits until everything that has been changed is on the disk. Gigabytes that one side has left to be written would else
 * be written in the other's time.
 */
export async function settle(pool: pg.Pool): Promise<void> {
  await pool.query('CHECKPOINT')
  await promisify(execFile)('sync')
}
