import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './account.ts'
import { release, watch } from './guard.ts'
import { PortTakenError } from './ports.ts'
import { endProcess, identify, type ProcessIdentity, type StopPlan } from './processes.ts'

/** A program to run as a server. */
export interface ServerProgram {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** The account that it runs as; the same as this process where there is none. */
  readonly account?: Account | undefined
  /** Written to the program's standard input, which is then closed: the place for secrets. */
  readonly input?: string
  readonly port: number
  readonly logFile: string
  readonly stopPlan: StopPlan
  /** How long it may take until it answers, in milliseconds; a minute where nothing is said. */
  readonly startLimitMs?: number
  /** Folders that are removed once the server is gone. */
  readonly throwAway?: readonly string[]
}

/** A server that runs. */
export interface ServerProcess {
  readonly identity: ProcessIdentity
  /** Settles when the server has ended, whatever the cause: its exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>
  /** What the server has written to its log since it was started. */
  log(): string
  /** Ends the server, and waits until it is gone. More than one call does no harm. */
  stop(): Promise<void>
}

/** Whether a server answers: `true` when it does, `false` when it may later. Throwing says that it never will. */
export type Probe = () => Promise<boolean>

/** A log that has grown past this number of bytes is put aside as `….1` when the server is started the next time. */
const LOG_LIMIT = 10_000_000

/** Starting takes one or two seconds: a server that is silent for this long is not going to answer. */
const START_LIMIT_MS = 60_000

/**
 * Starts a server in a session of its own, has it guarded, and waits until it answers.
 *
 * @throws {PortTakenError} when it could not listen on its port.
 * @throws with the end of its log when it ends or does not answer in time; nothing is left running then.
 */
export async function startServer(program: ServerProgram, answers: Probe): Promise<ServerProcess> {
  const server = await launch(program)
  let ended = false
  void server.exited.then(() => {
    ended = true
  })
  try {
    const deadline = performance.now() + (program.startLimitMs ?? START_LIMIT_MS)
    while (!(await answers())) {
      if (ended) throw startFailure(program, 'ended', server.log())
      if (performance.now() > deadline) throw startFailure(program, 'does not answer', server.log())
      await sleep(25)
    }
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

function openLog(file: string): number {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

async function launch(program: ServerProgram): Promise<ServerProcess> {
  const throwAway = program.throwAway ?? []
  const log = openLog(program.logFile)
  const logStart = fstatSync(log).size
  const readLog = () => readFileSync(program.logFile).subarray(logStart).toString()
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: program.env,
    uid: program.account?.uid,
    gid: program.account?.gid,
    detached: true,
    stdio: ['pipe', log, log],
  })
  closeSync(log)
  const exited = new Promise<number | null>(resolve => child.once('exit', resolve))
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
  child.stdin?.on('error', () => {}) // A program that ends before it has read its input is reported by its log.
  child.stdin?.end(program.input ?? '')
  const identity = child.pid === undefined ? undefined : identify(child.pid)
  if (identity === undefined) throw startFailure(program, 'ended', readLog())
  watch({ process: identity, stopPlan: program.stopPlan, folders: throwAway })
  const stop = async () => {
    await endProcess(identity, program.stopPlan)
    await exited
    for (const folder of throwAway) rmSync(folder, { recursive: true, force: true })
    release(identity.pid)
  }
  let stopping: Promise<void> | undefined
  return {
    identity,
    exited,
    log: readLog,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

function startFailure({ name, port }: ServerProgram, what: string, log: string): Error {
  if (log.includes('Address already in use')) return new PortTakenError(port)
  return new Error(`${name} ${what}. The end of its log:\n${log.trimEnd().split('\n').slice(-10).join('\n')}`)
}
