import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ProcessIdentity, StopPlan } from './processes.ts'

/** A process that must not outlive the one that started it. */
export interface Ward {
  readonly process: ProcessIdentity
  readonly stopPlan: StopPlan
  /** Folders that are removed once the process is gone. */
  readonly folders: readonly string[]
}

/** What is written to the guard, one JSON object a line. */
export type GuardOrder = { readonly watch: Ward } | { readonly release: number }

const PROGRAM = fileURLToPath(new URL('../dist/guard-main.js', import.meta.url))

let running: ChildProcess | undefined

/**
 * Makes sure that `ward` ends when this process does, however that happens (`kill -9` included).
 *
 * A single small guard process serves all wards of this process. It holds the other end of a pipe; when the pipe
 * closes, this process is gone, and the guard ends every ward that was not released, the latest first.
 */
export function watch(ward: Ward): void {
  order({ watch: ward })
}

/** Takes a process that has been ended in the regular way off the guard's list. */
export function release(pid: number): void {
  order({ release: pid })
}

function order(message: GuardOrder): void {
  running ??= startGuard()
  running.stdin?.write(`${JSON.stringify(message)}\n`)
}

function startGuard(): ChildProcess {
  // In a session of its own: an interrupt from the terminal must reach this process, not the guard.
  const guard = spawn(process.execPath, [PROGRAM], { detached: true, stdio: ['pipe', 'ignore', 'inherit'] })
  const forget = () => {
    if (running === guard) running = undefined
  }
  guard.on('exit', forget).on('error', forget)
  guard.stdin?.on('error', forget)
  guard.unref()
  if (guard.stdin && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref()
  return guard
}
