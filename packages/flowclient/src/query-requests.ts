import type { Api } from './api.ts'
import { type Context, readJson, readText } from './bodies.ts'
import { type FlowClientError, NotFound, QueryFailed, UnexpectedAnswer } from './errors.ts'
import { isObject, type JsonValue, parseJson } from './json.ts'
import { errorFor } from './refusals.ts'

const STATES = [
  'known',
  'queued',
  'executing',
  'completed',
  'errored',
  'cancelled',
  'resetting',
  'awol',
] as const

/** Where a query is in its life, in FlowKit's words; `awol` is a query that FlowAPI does not know. */
export type QueryState = (typeof STATES)[number]

/** How many of a query's parts, itself included, have still to be computed. Zeros when the result is there. */
export interface Progress {
  /** All that have still to be computed. */
  readonly eligible: number
  /** Those of them that wait for their turn. */
  readonly queued: number
  /** Those of them that are being computed. */
  readonly running: number
}

/** A query that FlowAPI has accepted. */
export interface Started {
  readonly id: string
  readonly progress: Progress
}

/** What FlowAPI says about a query: that it goes on, that it is done, or why there is nothing to wait for. */
export type Poll =
  | { readonly state: 'queued' | 'executing'; readonly progress: Progress }
  | { readonly state: 'completed' }
  | { readonly state: 'errored' | 'cancelled'; readonly failure: QueryFailed }
  | { readonly state: 'known' | 'resetting' | 'awol'; readonly failure: NotFound }

/** Asks FlowAPI to run a query. The same query again, in whatever spelling, is the same id and runs only once. */
export async function startQuery(api: Api, spec: unknown, signal: AbortSignal | undefined): Promise<Started> {
  const response = await api.expect(202, 'run', { body: spec, signal })
  const answer = await readJson(response, { signal })
  const id = isObject(answer) ? answer.query_id : undefined
  const progress = isObject(answer) ? progressIn(answer.progress) : undefined
  if (typeof id === 'string' && progress !== undefined) return { id, progress }
  throw new UnexpectedAnswer('FlowAPI accepted the query without an id or its progress.', {
    status: response.status,
    payload: answer,
  })
}

/**
 * Asks FlowAPI where a query is.
 *
 * @throws {FlowClientError} for any answer that is not about the query: a refused token, a broken connection.
 */
export async function pollQuery(api: Api, id: string, signal: AbortSignal | undefined): Promise<Poll> {
  const path = `poll/${encodeURIComponent(id)}`
  const context: Context = { signal, queryId: id }
  const response = await api.send(path, context)
  // A browser hides from scripts where a redirect leads, and its status; this route has only one.
  if (response.status === 303 || response.type === 'opaqueredirect') {
    // A body that has been read leaves the connection open for the next request.
    await readText(response, context)
    return { state: 'completed' }
  }
  const { status } = response
  if (status !== 202 && status !== 404 && status !== 500) throw await api.refusal(response, path, context)
  const body = parseJson(await readText(response, context))
  const state = isObject(body) ? body.status : undefined
  const failure = errorFor({ request: `Polling query ${id}`, status, body, queryId: id })
  if (status === 202) {
    const progress = isObject(body) ? progressIn(body.progress) : undefined
    if (progress !== undefined && (state === 'queued' || state === 'executing')) return { state, progress }
  } else if (state === 'errored' || state === 'cancelled') {
    return { state, failure: queryFailed(state, failure) }
  } else if (failure instanceof NotFound) {
    return { state: state === 'known' || state === 'resetting' ? state : 'awol', failure }
  }
  throw failure
}

/** Tells FlowAPI that this user no longer waits for a query, and answers where the query is then. */
export async function cancelQuery(
  api: Api,
  id: string,
  signal: AbortSignal | undefined,
): Promise<QueryState> {
  const context: Context = { signal, queryId: id }
  const response = await api.expect(200, `poll/${encodeURIComponent(id)}`, { ...context, method: 'DELETE' })
  const answer = await readJson(response, context)
  const state = isObject(answer) ? STATES.find(each => each === answer.status) : undefined
  if (state !== undefined) return state
  throw new UnexpectedAnswer('FlowAPI did not say where the query is.', { queryId: id, payload: answer })
}

function queryFailed(state: 'errored' | 'cancelled', answer: FlowClientError): QueryFailed {
  const what = state === 'errored' ? 'The query failed.' : 'The query was cancelled.'
  return new QueryFailed(answer.msg === undefined ? what : `The query has no result: ${answer.msg}`, answer)
}

function progressIn(value: JsonValue | undefined): Progress | undefined {
  if (!isObject(value)) return undefined
  const { eligible, queued, running } = value
  return typeof eligible === 'number' && typeof queued === 'number' && typeof running === 'number'
    ? { eligible, queued, running }
    : undefined
}
