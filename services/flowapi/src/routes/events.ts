import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyPluginAsync } from 'fastify'
import { askerOf, callerOf } from '../auth/authentication.ts'
import { authorizeQuery, scopesFor } from '../auth/scopes.ts'
import { breakOff } from '../http/break-off.ts'
import { patientStream } from '../http/patience.ts'
import { type Asker, ask } from '../machine/ask.ts'
import type { MachineClient } from '../machine/client.ts'
import { type Operation, QUERY_ID, refusal, response } from '../openapi/operation.ts'
import { knownQuery } from './known-query.ts'
import type { Services } from './services.ts'

const operation: Operation = {
  operationId: 'query.follow_query.get',
  summary: 'Follow a query until it ends',
  description:
    'Needs the scopes of the query. Events are progress, then completed with the location of the result, or failed.',
  parameters: QUERY_ID,
  responses: {
    200: response(
      'Server-sent events.',
      'text/event-stream',
      {},
      'event: progress\ndata: {"status":"executing","progress":{"eligible":3,"queued":2,"running":1}}\n\n',
    ),
    404: refusal('There is no such query.'),
    429: refusal('The user follows as many queries as one may at a time.'),
  },
}

const LOOK_EVERY_MS = 1_000
/** Proxies close connections on which nothing moves for a minute. */
const SIGN_OF_LIFE_EVERY_MS = 15_000

/** `GET /api/0/events/<query_id>`: where a query is, each time that changes, until it has come to an end. */
export const events: FastifyPluginAsync<Services> = async (app, { machine, patience, followers }) => {
  app.get<{ Params: { query_id: string } }>(
    '/api/0/events/:query_id',
    { config: { operation }, exposeHeadRoute: false },
    async (request, reply) => {
      const { query_id } = request.params
      const asker = askerOf(request)
      const query = await knownQuery(machine, query_id, asker)
      authorizeQuery(request, scopesFor(query), query)
      request.log.info({ query_id }, 'follow_query')
      const { identity, expiresAt } = callerOf(request)
      const end = await followers.enter(identity.subject, request.callerLeft)
      const stream = patientStream(follow(machine, query_id, asker, expiresAt), patience)
      stream.once('error', error => {
        breakOff(reply)
        reply.log.info({ err: error }, 'the events broke off')
      })
      stream.once('close', end)
      return reply
        .headers({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
        .send(stream)
    },
  )
}

/** The events of a query, as text. They end with the query, or with the token on whose behalf they are told. */
async function* follow(
  machine: MachineClient,
  query_id: string,
  asker: Asker,
  expiresAt: number,
): AsyncGenerator<string> {
  let told = ''
  let toldAt = performance.now()
  while (Date.now() / 1_000 < expiresAt) {
    const { query_state: status, progress, reason } = await ask(machine, 'poll_query', { query_id }, asker)
    switch (status) {
      case 'queued':
      case 'executing':
        break
      case 'completed':
        yield event('completed', { status, location: `/api/0/get/${encodeURIComponent(query_id)}` })
        return
      default:
        yield event('failed', { status, msg: reason ?? `The query is ${status}.` })
        return
    }
    const news = event('progress', { status, progress })
    const quiet = performance.now() - toldAt > SIGN_OF_LIFE_EVERY_MS
    if (news !== told || quiet) {
      yield news === told ? ': still there\n\n' : news
      told = news
      toldAt = performance.now()
    }
    await sleep(LOOK_EVERY_MS, undefined, asker.signal ? { signal: asker.signal } : {})
  }
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
