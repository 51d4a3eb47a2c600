import { type ActionRequest, parseQuery, priority, tooManyQueries } from '@flowkit/contract'
import type { FastifyPluginAsync } from 'fastify'
import { askerOf } from '../auth/authentication.ts'
import { authorizeQuery, scopesFor } from '../auth/scopes.ts'
import { ApiError } from '../http/errors.ts'
import { ask } from '../machine/ask.ts'
import { MachineRefusal } from '../machine/errors.ts'
import { EXAMPLE_ID, PROGRESS_EXAMPLE, QUERY_EXAMPLES, REFUSED_QUERY_EXAMPLE } from '../openapi/examples.ts'
import { jsonResponse, type Operation, PROGRESS_SCHEMA, refusal } from '../openapi/operation.ts'
import type { Services } from './services.ts'

const operation: Operation = {
  operationId: 'query.run_query.post',
  summary: 'Run a query',
  description:
    'Needs the scope run and those of the query. The same question in any spelling has the same id, and is computed once.',
  queryParameters: {
    priority: {
      description: 'Whether somebody waits for the result, or it comes after what somebody waits for.',
      schema: { type: 'string', enum: priority.options, default: 'interactive' },
      required: false,
    },
  },
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/FlowmachineQuerySchema' },
        examples: QUERY_EXAMPLES,
      },
    },
  },
  responses: {
    202: {
      ...jsonResponse(
        'The query is accepted.',
        {
          type: 'object',
          required: ['query_id', 'progress'],
          properties: { query_id: { type: 'string' }, progress: PROGRESS_SCHEMA },
        },
        { query_id: EXAMPLE_ID, progress: PROGRESS_EXAMPLE },
      ),
      headers: { Location: { description: 'Where to poll the query.', schema: { type: 'string' } } },
    },
    400: refusal(
      'The body is not a query; payload.validation_error_messages says what is wrong, by field.',
      REFUSED_QUERY_EXAMPLE,
    ),
    429: {
      ...refusal('The user waits for as many queries as one may.'),
      headers: { 'Retry-After': { description: 'In how many seconds.', schema: { type: 'integer' } } },
    },
  },
}

/** `POST /api/0/run`: has a query computed, unless its result is there already. */
export const run: FastifyPluginAsync<Services> = async (app, { machine }) => {
  app.post<{ Querystring: { priority?: string } }>(
    '/api/0/run',
    { config: { operation } },
    async (request, reply) => {
      const query = validQuery(request.body)
      const limits = authorizeQuery(request, scopesFor(query, 'run'), query)
      request.log.info({ query }, 'run_query')
      // The canonical form is sent: what has been allowed is what is run.
      const asker = { ...askerOf(request), limits, priority: validPriority(request.query.priority) }
      const { query_id, progress } = await ask(machine, 'run_query', query, asker).catch(error => {
        throw asRefusedQuery(error)
      })
      return reply
        .code(202)
        .header('location', `/api/0/poll/${encodeURIComponent(query_id)}`)
        .send({ query_id, progress })
    },
  )
}

function validPriority(given = 'interactive'): ActionRequest['priority'] {
  const parsed = priority.safeParse(given)
  if (!parsed.success) throw new ApiError('priority_unknown')
  return parsed.data
}

function validQuery(body: unknown) {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ApiError('query_unreadable')
  if (!('query_kind' in body)) throw new ApiError('query_kind_missing')
  const parsed = parseQuery(body)
  if (parsed.ok) return parsed.spec
  throw new ApiError('query_invalid', {
    msg: `Parameter validation failed. The messages are: ${JSON.stringify(parsed.messages, null, 2)}`,
    payload: { validation_error_messages: parsed.messages },
  })
}

/** FlowMachine knows what the gateway cannot: which days, mapping tables and subsets there are, and who waits. */
function asRefusedQuery(error: unknown): unknown {
  if (!(error instanceof MachineRefusal)) return error
  if (tooManyQueries.safeParse(error.payload).success)
    return new ApiError('queries_too_many', { msg: error.message })
  if (!('validation_error_messages' in error.payload)) return error
  return new ApiError('query_invalid', { msg: error.message, payload: error.payload })
}
