import { type CanonicalQuery, geographyScope, type ResultFormat } from '@flowkit/contract'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { askerOf } from '../auth/authentication.ts'
import { authorize, scopesFor } from '../auth/scopes.ts'
import { isFormat } from '../formats/index.ts'
import { ApiError } from '../http/errors.ts'
import { ask } from '../machine/ask.ts'
import { EXAMPLE_ID } from '../openapi/examples.ts'
import { jsonResponse, type Operation, QUERY_ID, refusal } from '../openapi/operation.ts'
import { knownQuery } from './known-query.ts'
import { answerWithout } from './no-result.ts'
import { sendRows } from './send-rows.ts'
import type { Services } from './services.ts'

const COUNT_HEADERS = {
  'X-FlowKit-Rows-Released': {
    description: 'How many rows the result has.',
    schema: { type: 'integer' },
  },
  'X-FlowKit-Cells-Left-Out': {
    description: 'How many cells of the full grid it leaves out, true zeros included.',
    schema: { type: 'integer' },
  },
  'X-FlowKit-Threshold': {
    description: 'Counts of subscribers below this are left out.',
    schema: { type: 'integer' },
  },
} as const

const JSON_RESULT = {
  type: 'object',
  required: ['query_id', 'query_result'],
  properties: {
    query_id: { type: 'string' },
    query_result: { type: 'array', items: { type: 'object' } },
  },
} as const

const JSON_EXAMPLE = { query_id: EXAMPLE_ID, query_result: [{ pcod: 'XA.1.2', value: 154 }] } as const

const OTHER_RESPONSES = {
  202: jsonResponse('The query has no result yet.', { type: 'object' }),
  403: refusal('No single role grants all that this needs, or the query ended with an error.'),
  404: refusal('There is no such query, or it has not been run.'),
} as const

const jsonOperation: Operation = {
  operationId: 'query.get_query_result.get',
  summary: 'Get the result of a query as JSON',
  description: 'Needs the scope get_result and those of the query.',
  parameters: QUERY_ID,
  responses: {
    200: { ...jsonResponse('The rows.', JSON_RESULT, JSON_EXAMPLE), headers: COUNT_HEADERS },
    ...OTHER_RESPONSES,
  },
}

const fileOperation: Operation = {
  operationId: 'query.get_query_result_file.get',
  summary: 'Get the result of a query as a file',
  description:
    'Needs the scope get_result and those of the query; geojson also <unit>:geography:geography of its unit.',
  parameters: {
    ...QUERY_ID,
    filetype: { description: 'The format.', schema: { type: 'string', enum: ['json', 'csv', 'geojson'] } },
  },
  responses: {
    200: {
      description: 'The rows; for geojson, features in WGS 84.',
      content: {
        'application/json': { schema: JSON_RESULT, example: JSON_EXAMPLE },
        'text/csv': { schema: { type: 'string' }, example: 'pcod,value\r\nXA.1.2,154\r\n' },
        'application/geo+json': { schema: { type: 'object' } },
      },
      headers: COUNT_HEADERS,
    },
    400: refusal('There is no such format.'),
    ...OTHER_RESPONSES,
  },
}

type ById = FastifyRequest<{ Params: { query_id: string; filetype?: string } }>

/** `GET /api/0/get/<query_id>[.json|.csv|.geojson]`: the released rows of a query. Each answer is in the ledger. */
export const get: FastifyPluginAsync<Services> = async (app, services) => {
  const answer = (request: ById, reply: FastifyReply) => sendResult(services, request, reply)
  // HEAD would be a grant of nothing.
  const exposeHeadRoute = false
  app.get('/api/0/get/:query_id', { config: { operation: jsonOperation }, exposeHeadRoute }, answer)
  app.get('/api/0/get/:query_id.:filetype', { config: { operation: fileOperation }, exposeHeadRoute }, answer)
}

async function sendResult({ machine, results }: Services, request: ById, reply: FastifyReply) {
  const { query_id, filetype: format = 'json' } = request.params
  if (!isFormat(format)) throw new ApiError('format_unknown', { status: 'error' })
  const asker = askerOf(request)
  authorize(request, scopesForResult(await knownQuery(machine, query_id, asker), format))
  request.log.info({ query_id, format }, 'get_result')
  const action = format === 'geojson' ? 'get_geo_sql_for_query_result' : 'get_sql_for_query_result'
  try {
    const { sql, release } = await ask(machine, action, { query_id, format }, asker)
    return await sendRows(reply, results, { id: query_id, format, sql, release })
  } catch (error) {
    return answerWithout(error, reply)
  }
}

function scopesForResult(query: CanonicalQuery, format: ResultFormat): string[] {
  return [...scopesFor(query, 'get_result'), ...(format === 'geojson' ? [geographyScope(query)] : [])]
}
