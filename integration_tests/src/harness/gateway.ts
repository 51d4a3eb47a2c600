import { setTimeout as sleep } from 'node:timers/promises'

/** A FlowAPI as one token's holder sees it, over plain HTTP: statuses, headers and bodies as they come. */
export interface Gateway {
  /** @param path From the root of the server, e.g. `/api/0/available_dates`. */
  request(path: string, init?: RequestInit): Promise<Response>
  run(spec: unknown): Promise<Response>
  poll(queryId: string): Promise<Response>
  cancel(queryId: string): Promise<Response>
  /** @param suffix The format, e.g. `.csv`; nothing means JSON. */
  get(queryId: string, suffix?: string): Promise<Response>
}

const POLL_EVERY_MS = 50

/** Talks to the FlowAPI at `url` with a token, or without one. Redirects are answers: they are not followed. */
export function gateway(url: string, token?: string): Gateway {
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` }
  const request: Gateway['request'] = (path, init = {}) =>
    fetch(`${url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...authorization, ...Object.fromEntries(new Headers(init.headers)) },
    })
  return {
    request,
    run: spec =>
      request('/api/0/run', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(spec),
      }),
    poll: queryId => request(`/api/0/poll/${queryId}`),
    cancel: queryId => request(`/api/0/poll/${queryId}`, { method: 'DELETE' }),
    get: (queryId, suffix = '') => request(`/api/0/get/${queryId}${suffix}`),
  }
}

/**
 * Has a query computed.
 *
 * @returns its id, when its result is ready.
 * @throws with FlowAPI's own words when it is refused or fails.
 */
export async function complete(api: Gateway, spec: unknown): Promise<string> {
  const accepted = await api.run(spec)
  const { query_id } = await bodyOf(accepted, 202)
  if (typeof query_id !== 'string') throw new Error('FlowAPI accepted a query without an id')
  await untilReady(api, query_id)
  return query_id
}

/** Waits until a query's result is ready; throws when it will never be. */
export async function untilReady(api: Gateway, queryId: string): Promise<void> {
  for (;;) {
    const polled = await api.poll(queryId)
    if (polled.status === 303) return
    await bodyOf(polled, 202)
    await sleep(POLL_EVERY_MS)
  }
}

/** Runs a query and reads its rows. */
export async function rowsOf(api: Gateway, spec: unknown): Promise<Record<string, unknown>[]> {
  const { query_result } = await bodyOf(await api.get(await complete(api, spec)), 200)
  if (!Array.isArray(query_result)) throw new Error('FlowAPI answered without rows')
  return query_result
}

/** The JSON body of an answer that must have a given status. */
export async function bodyOf(answer: Response, status: number): Promise<Record<string, unknown>> {
  const text = await answer.text()
  if (answer.status !== status) throw new Error(`FlowAPI answered ${answer.status}, not ${status}: ${text}`)
  return JSON.parse(text)
}
