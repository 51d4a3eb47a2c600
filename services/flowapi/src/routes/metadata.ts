import { resultMetadata } from '@flowkit/contract'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { askerOf } from '../auth/authentication.ts'
import { authorizeQuery, scopesFor } from '../auth/scopes.ts'
import { ask } from '../machine/ask.ts'
import { METADATA_EXAMPLE } from '../openapi/examples.ts'
import { type JsonObject, jsonResponse, type Operation, QUERY_ID, refusal } from '../openapi/operation.ts'
import { knownQuery } from './known-query.ts'
import { answerWithout } from './no-result.ts'
import type { Services } from './services.ts'

const operation: Operation = {
  operationId: 'query.get_query_metadata.get',
  summary: 'Ask what a result means',
  description: 'Needs the scope get_result and those of the query.',
  parameters: QUERY_ID,
  responses: {
    200: jsonResponse(
      'What the query was understood to ask, what it was computed from, and what its result leaves out.',
      z.toJSONSchema(resultMetadata, { target: 'openapi-3.0' }) as JsonObject,
      METADATA_EXAMPLE,
    ),
    202: jsonResponse('The query has no result yet.', { type: 'object' }),
    403: refusal('No single role grants all that this needs, or the query ended with an error.'),
    404: refusal('There is no such query, or it has not been run.'),
  },
}

/** `GET /api/0/metadata/<query_id>`: what the result of a query means. */
export const metadata: FastifyPluginAsync<Services> = async (app, { machine }) => {
  app.get<{ Params: { query_id: string } }>(
    '/api/0/metadata/:query_id',
    { config: { operation } },
    async (request, reply) => {
      const { query_id } = request.params
      const asker = askerOf(request)
      const query = await knownQuery(machine, query_id, asker)
      authorizeQuery(request, scopesFor(query, 'get_result'), query)
      request.log.info({ query_id }, 'get_metadata')
      try {
        return (await ask(machine, 'get_query_metadata', { query_id }, asker)).metadata
      } catch (error) {
        return answerWithout(error, reply)
      }
    },
  )
}
