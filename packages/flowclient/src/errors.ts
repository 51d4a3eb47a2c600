/** What is known about a failure beside its message. */
export interface FailureDetails {
  readonly status?: number | undefined
  readonly msg?: string | undefined
  readonly payload?: unknown
  readonly queryId?: string | undefined
  readonly requestId?: string | undefined
  readonly cause?: unknown
}

/**
 * Anything that goes wrong between a script and FlowAPI. The message is a sentence for a person; the fields are
 * for programs. What kind of failure it is, its class says.
 *
 * @example
 * ```ts
 * import { connect, FlowClientError, Forbidden } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * try {
 *   console.log(await client.availableDates())
 * } catch (error) {
 *   if (error instanceof Forbidden) console.error('Ask for these scopes:', error.missingScopes)
 *   else if (error instanceof FlowClientError) console.error(error.message)
 *   else throw error
 * }
 * ```
 */
export class FlowClientError extends Error {
  override readonly name: string = 'FlowClientError'
  /** The HTTP status of FlowAPI's answer; undefined where there was none. */
  readonly status: number | undefined
  /** FlowAPI's own words; undefined where it gave none. */
  readonly msg: string | undefined
  /** What FlowAPI sent along with its words; undefined where it sent nothing. */
  readonly payload: unknown
  /** The query that this is about; undefined where it is about none. */
  readonly queryId: string | undefined
  /** By which the logs of FlowAPI and FlowMachine know the request; undefined where there was no answer. */
  readonly requestId: string | undefined

  constructor(message: string, { status, msg, payload, queryId, requestId, cause }: FailureDetails = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.status = status
    this.msg = msg
    this.payload = payload
    this.queryId = queryId
    this.requestId = requestId
  }
}

/** FlowAPI could not be reached or is not available, or the connection broke before an answer was complete. */
export class ConnectionFailed extends FlowClientError {
  override readonly name = 'ConnectionFailed'
}

/** The token is missing, malformed, expired, revoked, or meant for another server (HTTP 401 and 422). */
export class Unauthorised extends FlowClientError {
  override readonly name = 'Unauthorised'
}

/** The token is good, but does not allow this (HTTP 403). */
export class Forbidden extends FlowClientError {
  override readonly name = 'Forbidden'
  /** The scopes that no single role of the token holds all of, as far as FlowAPI names them. */
  readonly missingScopes: readonly string[]

  constructor(message: string, details: FailureDetails & { readonly missingScopes: readonly string[] }) {
    super(message, details)
    this.missingScopes = details.missingScopes
  }
}

/** One thing that is wrong with a query: where, as a path such as `locations.date`, and what. */
export interface QueryProblem {
  readonly field: string
  readonly message: string
}

/** FlowAPI refused the query before it ran (HTTP 400). */
export class QueryInvalid extends FlowClientError {
  override readonly name = 'QueryInvalid'
  /** What is wrong, by field; empty where FlowAPI blames no field. */
  readonly problems: readonly QueryProblem[]

  constructor(message: string, details: FailureDetails & { readonly problems: readonly QueryProblem[] }) {
    super(message, details)
    this.problems = details.problems
  }
}

/** The query ended without a result: it failed, or was cancelled. */
export class QueryFailed extends FlowClientError {
  override readonly name = 'QueryFailed'
}

/** FlowAPI does not know the query, or holds its result no longer (HTTP 404). */
export class NotFound extends FlowClientError {
  override readonly name = 'NotFound'
}

/** An answer that no FlowAPI gives to this request; often something else listens at the URL. */
export class UnexpectedAnswer extends FlowClientError {
  override readonly name = 'UnexpectedAnswer'
}
