import { rmSync } from 'node:fs'
import { isRunning, type ProcessIdentity } from '@flowkit/local-stack'
import type { Settings } from './config.ts'
import { type Home, readIfThere, writePrivate } from './home.ts'

/** What runs, as the supervisor writes it down for later commands. */
export interface State {
  readonly supervisor: ProcessIdentity
  /** What it was started with. */
  readonly settings: Settings
  /** By name, in the order in which they were started. */
  readonly services: Readonly<Record<string, ProcessIdentity>>
}

/** What the last supervisor wrote down, whether or not it still runs. */
export function readState(home: Home): State | undefined {
  const text = readIfThere(home.state)
  return text === undefined ? undefined : (JSON.parse(text) as State)
}

/** What runs; `undefined` when nothing does. */
export function runningState(home: Home): State | undefined {
  const state = readState(home)
  return state && isRunning(state.supervisor) ? state : undefined
}

export function writeState(home: Home, state: State): void {
  writePrivate(home.state, JSON.stringify(state, undefined, 2))
  writePrivate(home.pid, `${state.supervisor.pid}\n`)
}

export function forgetState(home: Home): void {
  rmSync(home.state, { force: true })
  rmSync(home.pid, { force: true })
}
