import type { FastifyPluginAsync } from 'fastify'
import { askerOf } from '../auth/authentication.ts'
import { authorizeQuery, scopesFor } from '../auth/scopes.ts'
import { ask } from '../machine/ask.ts'
import { jsonResponse, type Operation, QUERY_ID, refusal } from '../openapi/operation.ts'
import { knownQuery } from './known-query.ts'
import type { Services } from './services.ts'

const operation: Operation = {
  operationId: 'query.cancel_query.delete',
  summary: 'Give up waiting for a query',
  description:
    'Needs the scopes of the query. It is computed no further, unless other users wait for it too. Repeating this, or doing it for a query that was asked for by others only, changes nothing.',
  parameters: QUERY_ID,
  responses: {
    200: jsonResponse(
      'The user no longer waits for the query.',
      {
        type: 'object',
        required: ['status', 'msg'],
        properties: {
          status: { type: 'string', description: 'Where the query is now.' },
          msg: { type: 'string' },
        },
      },
      { status: 'cancelled', msg: '' },
    ),
    404: refusal('There is no such query.'),
  },
}

/** `DELETE /api/0/poll/<query_id>`: one user gives up waiting for a query. */
export const cancel: FastifyPluginAsync<Services> = async (app, { machine }) => {
  app.delete<{ Params: { query_id: string } }>(
    '/api/0/poll/:query_id',
    { config: { operation } },
    async request => {
      const { query_id } = request.params
      const asker = askerOf(request)
      const query = await knownQuery(machine, query_id, asker)
      authorizeQuery(request, scopesFor(query), query)
      request.log.info({ query_id }, 'cancel_query')
      const { query_state: status } = await ask(machine, 'cancel_query', { query_id }, asker)
      const goesOn = status === 'queued' || status === 'executing'
      return { status, msg: goesOn ? 'Others wait for this query: it goes on.' : '' }
    },
  )
}
