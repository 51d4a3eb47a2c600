import type { Readable, Writable } from 'node:stream'

/** A stream for people or for a pipe. */
export type Screen = Writable & {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** Everything of the outside that a command touches. */
export interface Terminal {
  readonly stdin: Readable
  /** Results. */
  readonly stdout: Screen
  /** Progress, remarks and errors. */
  readonly stderr: Screen
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted when the user wants the command to stop; its reason is an {@link Interrupted}. */
  readonly signal: AbortSignal
}

/** The user has had enough. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly exitCode: number

  /** @param signalNumber By custom a command that a signal stops exits with 128 and the signal's number. */
  constructor(signalNumber: number) {
    super('Stopped.')
    this.exitCode = 128 + signalNumber
  }
}
