import { execFileSync } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { REPOSITORY } from '../config.ts'
import type { RequestName } from './load.ts'

/** What FlowAPI calls itself: the audience of its tokens. */
export const AUDIENCE = 'BENCHMARK'

/** What is asked; the test country has these days. */
const QUESTION = JSON.stringify({
  query_kind: 'unique_subscriber_counts',
  start_date: '2016-01-01',
  end_date: '2016-01-08',
  aggregation_unit: 'admin3',
})

/** Makes tokens with every scope, as `flowkit-token` does, by user: one is made by it, the others are like it. */
export function tokensOf(secret: string): (user: string) => string {
  const program = `${REPOSITORY}services/flowapi/dist/token.js`
  const env = { JWT_SECRET_KEY: secret, FLOWAPI_IDENTIFIER: AUDIENCE }
  const [header = '', payload = ''] = execFileSync(process.execPath, [program, '--all-scopes'], { env })
    .toString()
    .split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return user => {
    const text = JSON.stringify({ ...claims, sub: user, jti: randomUUID() })
    const content = `${header}.${Buffer.from(text).toString('base64url')}`
    return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
  }
}

/** Has the question answered, and tells the id of the query. */
export async function storeResult(url: string, token: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const accepted = await fetch(`${url}/api/0/run`, { method: 'POST', headers, body: QUESTION })
  const said = await accepted.text()
  if (accepted.status !== 202) throw new Error(`FlowAPI answered ${accepted.status}: ${said}`)
  const { query_id }: { query_id: string } = JSON.parse(said)
  for (;;) {
    const polled = await fetch(`${url}/api/0/poll/${query_id}`, { headers, redirect: 'manual' })
    const answer = await polled.text()
    if (polled.status === 303) return query_id
    if (polled.status !== 202) throw new Error(`FlowAPI answered ${polled.status}: ${answer}`)
    await sleep(50)
  }
}

/** A user who asks about a stored result; answers the status of each answer when all of it is there. */
export function clientOf(
  url: string,
  token: string,
  queryId: string,
): (request: RequestName) => Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const requests: Readonly<Record<RequestName, [path: string, init: RequestInit]>> = {
    run: ['run', { method: 'POST', body: QUESTION }],
    poll: [`poll/${queryId}`, { redirect: 'manual' }],
    get: [`get/${queryId}`, {}],
  }
  return async request => {
    const [path, init] = requests[request]
    const answer = await fetch(`${url}/api/0/${path}`, { ...init, headers })
    await answer.arrayBuffer()
    return answer.status
  }
}
