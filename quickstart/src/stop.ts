import { existsSync, rmdirSync, rmSync } from 'node:fs'
import { endProcess, removeDataFolder, type StopPlan } from '@flowkit/local-stack'
import type { Home } from './home.ts'
import { forgetState, readState } from './state.ts'

/** Time for every service to drain, and for PostgreSQL to write a checkpoint. */
const SUPERVISOR: StopPlan = [
  ['SIGTERM', 180_000],
  ['SIGKILL', 5_000],
]

/** For what a supervisor that was killed has left: an interrupt is what makes PostgreSQL, too, end soon. */
const LEFT_BEHIND: StopPlan = [
  ['SIGINT', 60_000],
  ['SIGKILL', 5_000],
]

/**
 * Stops what was started from this home, and nothing else: processes are told by when they started, not only by
 * their number.
 *
 * @returns whether there was anything.
 */
export async function stop(home: Home): Promise<boolean> {
  const state = readState(home)
  if (state === undefined) return false
  await endProcess(state.supervisor, SUPERVISOR)
  for (const service of Object.values(state.services).toReversed()) await endProcess(service, LEFT_BEHIND)
  forgetState(home)
  return true
}

/** Deletes data, logs and secrets. A folder that also holds something else is left, with that. */
export function clean(home: Home): void {
  if (!existsSync(home.folder)) return
  removeDataFolder(home.data)
  for (const [name, path] of Object.entries(home)) {
    if (name !== 'folder') rmSync(path, { recursive: true, force: true })
  }
  try {
    rmdirSync(home.folder)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error
  }
}
