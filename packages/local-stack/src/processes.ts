import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * One process, told apart from a later one that was given the same number. Written to files as it is, so that
 * another program can find the process again, even after the machine was restarted.
 */
export interface ProcessIdentity {
  readonly pid: number
  /** When the process started, in clock ticks since the boot that `boot` names. */
  readonly startTime: string
  readonly boot: string
}

/** The identity of a running process; `undefined` when there is none, or only its exit status is left. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    // The command's name, in parentheses, may itself hold spaces and parentheses; the fields come after the last.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, startTime] = [fields[0], fields[19]]
    if (startTime === undefined || state === 'Z' || state === 'X') return undefined
    return { pid, startTime, boot: readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim() }
  } catch {
    return undefined
  }
}

/** Whether that very process still runs. */
export function isRunning({ pid, startTime, boot }: ProcessIdentity): boolean {
  const now = identify(pid)
  return now !== undefined && now.startTime === startTime && now.boot === boot
}

/** Sends a signal to that very process; does nothing when it is gone. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isRunning(identity)) return
  try {
    process.kill(identity.pid, name)
  } catch (error) {
    if (isRunning(identity)) throw error
  }
}

/** Signals to send one after the other, each with the milliseconds that the process then has to end. */
export type StopPlan = readonly (readonly [signal: NodeJS.Signals, graceMs: number])[]

/** What a well-behaved service needs: it drains on SIGTERM, and is killed when it does not come to an end. */
export const STOP_GENTLY: StopPlan = [
  ['SIGTERM', 30_000],
  ['SIGKILL', 5_000],
]

/**
 * Ends a process and waits until it is gone.
 *
 * @throws when it outlives the last signal of the plan.
 */
export async function endProcess(identity: ProcessIdentity, plan: StopPlan = STOP_GENTLY): Promise<void> {
  for (const [name, graceMs] of plan) {
    signal(identity, name)
    const deadline = performance.now() + graceMs
    while (isRunning(identity)) {
      if (performance.now() > deadline) break
      await sleep(20)
    }
    if (!isRunning(identity)) return
  }
  throw new Error(`process ${identity.pid} does not end`)
}
