import {
  ConnectionFailed,
  type FailureDetails,
  type FlowClientError,
  Forbidden,
  NotFound,
  QueryInvalid,
  type QueryProblem,
  Unauthorised,
  UnexpectedAnswer,
} from './errors.ts'
import { isObject, type JsonValue } from './json.ts'

/** An answer that a request did not hope for. */
export interface Refusal {
  /** What was asked, e.g. `POST https://flowkit.example.org/api/0/run`. */
  readonly request: string
  readonly status: number
  /** The parsed body; undefined where it is no JSON. */
  readonly body: JsonValue | undefined
  readonly queryId?: string | undefined
  /** By which FlowAPI's log knows the request. */
  readonly requestId?: string | undefined
}

/** The error that stands for an answer. */
export function errorFor({ request, status, body, queryId, requestId }: Refusal): FlowClientError {
  const { msg: said, payload } = isObject(body) ? body : {}
  const msg = typeof said === 'string' && said !== '' ? said : undefined
  const details: FailureDetails = { status, msg, payload, queryId, requestId }
  switch (status) {
    case 400:
      return queryInvalid(details)
    case 401:
    case 422:
      return new Unauthorised(
        `FlowAPI did not accept the token${because(msg)}. Get a new one, e.g. from FlowAuth.`,
        details,
      )
    case 403:
      return forbidden(details)
    case 404:
      // Whoever answers 404 without FlowAPI's `msg` is not FlowAPI.
      if (msg !== undefined) return new NotFound(`FlowAPI does not have this${because(msg)}.`, details)
      return unexpected(request, details)
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
      return new ConnectionFailed(`FlowAPI is not available at the moment${because(msg)}.`, details)
    default:
      return unexpected(request, details)
  }
}

function queryInvalid(details: FailureDetails): QueryInvalid {
  const payload = details.payload
  const messages = isObject(payload) ? payload.validation_error_messages : undefined
  const problems = isObject(messages) ? problemsIn(messages) : []
  const message =
    problems.length === 0
      ? `FlowAPI refused the query${because(details.msg)}.`
      : `FlowAPI refused the query:\n${problems.map(({ field, message }) => `  ${field}: ${message}`).join('\n')}`
  return new QueryInvalid(message, { ...details, problems })
}

function forbidden(details: FailureDetails): Forbidden {
  const payload = details.payload
  const named = isObject(payload) ? payload.missing_scopes : undefined
  const missingScopes = Array.isArray(named) ? named.filter(scope => typeof scope === 'string') : []
  const message =
    missingScopes.length === 0
      ? `The token does not allow this${because(details.msg)}.`
      : `The token does not allow this. One role must hold all that is needed; missing: ${missingScopes.join(', ')}.`
  return new Forbidden(message, { ...details, missingScopes })
}

function unexpected(request: string, details: FailureDetails): UnexpectedAnswer {
  const { requestId } = details
  const forLog = requestId === undefined ? '' : ` FlowAPI's log has it as request ${requestId}.`
  const message = `${request} was answered with status ${details.status}${because(details.msg)}.`
  return new UnexpectedAnswer(`${message}${forLog}`, details)
}

/** A reason for the end of a sentence, without the full stop that it may bring. */
function because(msg: string | undefined): string {
  return msg === undefined ? '' : `: ${msg.replace(/\.$/, '')}`
}

/** The messages of every field, which FlowAPI nests as the query is nested. */
function problemsIn(messages: JsonValue, path: readonly string[] = []): QueryProblem[] {
  if (typeof messages === 'string') return [{ field: path.join('.') || 'query', message: messages }]
  if (Array.isArray(messages)) return messages.flatMap(message => problemsIn(message, path))
  if (!isObject(messages)) return []
  // A message about an object as a whole comes under `_schema`.
  return Object.entries(messages).flatMap(([key, inner]) =>
    problemsIn(inner, key === '_schema' ? path : [...path, key]),
  )
}
