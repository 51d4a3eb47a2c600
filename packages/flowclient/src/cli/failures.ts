import { CommanderError } from 'commander'
import {
  ConnectionFailed,
  FlowClientError,
  Forbidden,
  NotFound,
  QueryFailed,
  QueryInvalid,
  Unauthorised,
} from 'flowclient'
import { Interrupted } from './terminal.ts'

/** The command line, or a file that it names, cannot be used. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** How the command ends, for scripts. Told in the README and by `--help`. */
export const EXIT_CODES = {
  done: 0,
  unexpected: 1,
  usage: 2,
  connection: 3,
  token: 4,
  refused: 5,
  failed: 6,
} as const

/** The exit code for an error. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode
  if (error instanceof UsageError) return EXIT_CODES.usage
  // Help is an error to commander, with the exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage
  if (error instanceof ConnectionFailed) return EXIT_CODES.connection
  if (error instanceof Unauthorised || error instanceof Forbidden) return EXIT_CODES.token
  if (error instanceof QueryInvalid) return EXIT_CODES.refused
  if (error instanceof QueryFailed || error instanceof NotFound) return EXIT_CODES.failed
  return EXIT_CODES.unexpected
}

/** What to tell the user of an error. */
export function messageOf(error: unknown): string {
  if (error instanceof FlowClientError || error instanceof UsageError || error instanceof Interrupted)
    return error.message
  if (error instanceof CommanderError) return error.message.replace(/^error: /, '')
  return `This should not have happened: ${error instanceof Error ? error.message : String(error)}`
}

/** An error as JSON, for scripts; members without a value are left out. */
export function jsonOf(error: unknown): string {
  const { status, queryId, requestId } = error instanceof FlowClientError ? error : {}
  return JSON.stringify({
    error: {
      name: error instanceof Error ? error.name : 'Error',
      message: messageOf(error),
      exit_code: exitCodeOf(error),
      status,
      query_id: queryId,
      request_id: requestId,
      missing_scopes: error instanceof Forbidden ? error.missingScopes : undefined,
      problems: error instanceof QueryInvalid ? error.problems : undefined,
    },
  })
}
