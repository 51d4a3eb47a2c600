import { rmSync, writeFileSync } from 'node:fs'
import { identify, isRunning, type ProcessIdentity } from '@flowkit/local-stack'
import { type Home, readIfThere } from './home.ts'

/**
 * Does something while no other process does it in the same home.
 *
 * @throws when another process is at it.
 */
export async function withLock<T>(home: Home, work: () => Promise<T>): Promise<T> {
  const held = readIfThere(home.lock)
  if (held !== undefined) {
    const holder = JSON.parse(held) as ProcessIdentity
    if (isRunning(holder)) throw new Error(`Another start is under way, process ${holder.pid}.`)
    rmSync(home.lock, { force: true })
  }
  // Of two processes that come this far at once, the exclusive flag lets one through.
  writeFileSync(home.lock, JSON.stringify(identify(process.pid)), { flag: 'wx', mode: 0o600 })
  try {
    return await work()
  } finally {
    rmSync(home.lock, { force: true })
  }
}
