/**
 * Everything that a caller can be told went wrong: by a stable code the HTTP status and the words, FlowKit's own
 * where it has some. What the log keeps is the error's `cause`; it never reaches the caller.
 */
export const REFUSALS = {
  request_malformed: [400, 'The request cannot be understood.'],
  body_malformed: [400, 'The request body is not valid JSON.'],
  body_too_large: [413, 'The request body is too large.'],
  body_not_json: [415, 'The request body must be JSON.'],
  headers_too_large: [431, 'The request headers are too large.'],
  request_too_slow: [408, 'The request did not arrive in time.'],
  // Nobody reads this one; the log does.
  caller_left: [499, 'The caller has left.'],
  address_unknown: [404, 'There is nothing at this address.'],
  method_not_allowed: [405, 'This address is not for this method.'],

  token_missing: [401, 'Missing Authorization Header'],
  token_header_malformed: [422, "Bad Authorization header. Expected 'Authorization: Bearer <JWT>'"],
  token_malformed: [422, 'The token is not a JSON Web Token'],
  token_algorithm: [422, 'The token is not signed in the way that this server expects'],
  token_signature: [422, 'Signature verification failed'],
  token_expired: [401, 'Token has expired'],
  token_revoked: [401, 'Token has been revoked'],
  token_not_yet_valid: [422, 'The token is not yet valid'],
  token_audience: [422, 'The token is for another server'],
  token_type: [422, 'Only access tokens are allowed'],
  token_claims: [422, 'A claim of the token is missing or unusable'],
  token_roles: [422, 'The roles in the token cannot be read'],
  token_keys_unknown: [503, 'The keys that tokens are checked with are not known yet. Try again in a while.'],
  revocations_unknown: [
    503,
    'Whether tokens have been revoked is not known at the moment. Try again in a while.',
  ],
  scopes_missing: [403, 'User claims verification failed'],
  limit_exceeded: [403, 'The query is finer than the token allows'],

  query_unreadable: [400, 'Could not parse query spec.'],
  query_kind_missing: [400, 'Query kind must be specified when running a query.'],
  query_invalid: [400, 'Parameter validation failed.'],
  queries_too_many: [429, 'You wait for too many queries'],
  priority_unknown: [400, 'priority is either interactive or background'],
  query_unknown: [404, 'Unknown query id'],
  query_not_run: [404, 'The query has not been run'],
  query_failed: [500, 'The query finished with an error'],
  result_failed: [403, 'The query finished with an error'],
  result_state: [500, 'Unexpected query state'],
  too_many_streams: [429, 'You have as many of these open as one user may at a time. Try again in a while.'],
  format_unknown: [400, 'Invalid file format'],
  date_unreadable: [400, 'Dates must be written as 2016-01-31.'],
  qa_outcome_unknown: [404, 'There is no outcome of this check for these days that may be told.'],

  machine_refused: [500, 'FlowMachine could not do this'],
  machine_unavailable: [503, 'FlowMachine does not answer. Try again in a while.'],
  machine_busy: [503, 'FlowMachine has too much to do. Try again in a moment.'],
  database_unavailable: [503, 'FlowDB does not answer. Try again in a while.'],
  not_ready: [503, 'Not ready'],
  internal: [
    500,
    'Something went wrong inside FlowAPI. Its log says more, under this answer’s X-Request-ID.',
  ],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type ErrorCode = keyof typeof REFUSALS

/** After how many seconds it is worth asking again, by code; what has no code here is not settled by waiting. */
const RETRY_AFTER_SECONDS: Partial<Record<ErrorCode, number>> = {
  queries_too_many: 10,
  too_many_streams: 5,
  machine_unavailable: 5,
  machine_busy: 1,
  database_unavailable: 5,
  not_ready: 5,
  token_keys_unknown: 10,
  revocations_unknown: 10,
}

/** The JSON body of every answer that is not a success. */
export interface ErrorBody {
  /** `Error`, or the state of the query where that is the reason. */
  readonly status: string
  /** For programs: one of {@link REFUSALS}. */
  readonly code: ErrorCode
  /** For people. */
  readonly msg: string
  readonly payload?: unknown
}

/** What may differ from one refusal to another of the same code. */
export interface RefusalDetails {
  readonly status?: string | undefined
  readonly msg?: string | undefined
  readonly payload?: unknown
  /** For the log. */
  readonly cause?: unknown
}

/** A request that is not fulfilled, and what its caller is told. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly statusCode: number
  readonly body: ErrorBody
  /** In seconds. */
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, { status = 'Error', msg, payload, cause }: RefusalDetails = {}) {
    const [statusCode, words] = REFUSALS[code]
    super(msg ?? words, { cause })
    this.statusCode = statusCode
    this.retryAfter = RETRY_AFTER_SECONDS[code]
    this.body = { status, code, msg: this.message, ...(payload === undefined ? {} : { payload }) }
  }
}
