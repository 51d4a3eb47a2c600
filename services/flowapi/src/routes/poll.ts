import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { askerOf } from '../auth/authentication.ts'
import { authorizeQuery, scopesFor } from '../auth/scopes.ts'
import { ApiError } from '../http/errors.ts'
import { ask } from '../machine/ask.ts'
import { EXAMPLE_ID, PROGRESS_EXAMPLE } from '../openapi/examples.ts'
import { jsonResponse, type Operation, PROGRESS_SCHEMA, QUERY_ID, refusal } from '../openapi/operation.ts'
import { knownQuery } from './known-query.ts'
import type { Services } from './services.ts'

const operation: Operation = {
  operationId: 'query.poll_query.get',
  summary: 'Ask how far a query is',
  description: 'Needs the scopes of the query.',
  parameters: QUERY_ID,
  responses: {
    202: jsonResponse(
      'The query waits or is being computed.',
      {
        type: 'object',
        required: ['status', 'msg', 'progress'],
        properties: {
          status: { type: 'string', enum: ['queued', 'executing'] },
          msg: { type: 'string' },
          progress: PROGRESS_SCHEMA,
          queue_position: {
            type: 'integer',
            nullable: true,
            description: 'Its place among the queries of which nothing is computed yet, from 1.',
          },
          elapsed_seconds: { type: 'number', description: 'Since the query was queued.' },
        },
      },
      {
        status: 'executing',
        msg: '',
        progress: PROGRESS_EXAMPLE,
        queue_position: null,
        elapsed_seconds: 2.5,
      },
    ),
    200: jsonResponse(
      'The result is there; to callers who say Prefer: no-redirect.',
      {
        type: 'object',
        required: ['status', 'location'],
        properties: { status: { type: 'string', enum: ['completed'] }, location: { type: 'string' } },
      },
      { status: 'completed', location: `/api/0/get/${EXAMPLE_ID}` },
    ),
    303: {
      ...jsonResponse('The result is there.', {
        type: 'object',
        required: ['status'],
        properties: { status: { type: 'string', enum: ['completed'] } },
      }),
      headers: { Location: { description: 'Where to get the result.', schema: { type: 'string' } } },
    },
    404: refusal('There is no such query, or it has not been run.'),
    500: refusal('The query ended without a result: status says how, msg why.'),
  },
}

/** The preference (RFC 7240) of callers to whom a redirect is hidden, as browsers do to scripts. */
const NO_REDIRECT = 'no-redirect'

/** `GET /api/0/poll/<query_id>`: where a query is. */
export const poll: FastifyPluginAsync<Services> = async (app, { machine }) => {
  app.get<{ Params: { query_id: string } }>(
    '/api/0/poll/:query_id',
    { config: { operation } },
    async (request, reply) => {
      const { query_id } = request.params
      const asker = askerOf(request)
      const query = await knownQuery(machine, query_id, asker)
      authorizeQuery(request, scopesFor(query), query)
      request.log.info({ query_id }, 'poll_query')
      const polled = await ask(machine, 'poll_query', { query_id }, asker)
      const { query_state: state, progress, reason, queue_position, elapsed_seconds } = polled
      switch (state) {
        case 'queued':
        case 'executing':
          return reply.code(202).send({ status: state, msg: '', progress, queue_position, elapsed_seconds })
        case 'completed': {
          const location = `/api/0/get/${encodeURIComponent(query_id)}`
          if (!wantsNoRedirect(request))
            return reply.code(303).header('location', location).send({ status: state })
          return reply.header('preference-applied', NO_REDIRECT).send({ status: state, location })
        }
        case 'errored':
          throw new ApiError('query_failed', { status: state, msg: reason ?? undefined })
        case 'cancelled':
          throw new ApiError('query_failed', { status: state, msg: reason ?? 'The query was cancelled' })
        default:
          throw new ApiError('query_not_run', { status: state })
      }
    },
  )
}

function wantsNoRedirect({ headers }: FastifyRequest): boolean {
  return [headers.prefer ?? []]
    .flat()
    .flatMap(preferences => preferences.split(','))
    .some(preference => preference.trim().toLowerCase() === NO_REDIRECT)
}
