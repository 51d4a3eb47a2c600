import { type CanonicalQuery, geographyScopes, RESULT_FORMATS, type ResultFormat } from '@flowkit/contract'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { askerOf } from '../auth/authentication.ts'
import { authorizeQuery, scopesFor } from '../auth/scopes.ts'
import { FORMATS, isFormat } from '../formats/index.ts'
import { acceptedFormat } from '../formats/negotiation.ts'
import { entityTag, heldTags, KEPT_BY_CALLERS } from '../http/entity-tags.ts'
import { ApiError } from '../http/errors.ts'
import { ask } from '../machine/ask.ts'
import { EXAMPLE_ID } from '../openapi/examples.ts'
import { jsonResponse, type Operation, QUERY_ID, refusal } from '../openapi/operation.ts'
import { knownQuery } from './known-query.ts'
import { answerWithout } from './no-result.ts'
import { sendRows } from './send-rows.ts'
import type { Services } from './services.ts'

const RESULT_HEADERS = {
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
  ETag: { description: 'To ask with If-None-Match whether it has changed.', schema: { type: 'string' } },
  Link: { description: 'Where it is told what the result means.', schema: { type: 'string' } },
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

const BYTES = { schema: { type: 'string', format: 'binary' } } as const

const OTHER_RESPONSES = {
  202: jsonResponse('The query has no result yet.', { type: 'object' }),
  304: { description: 'The caller holds this result already, as If-None-Match says.' },
  403: refusal('No single role grants all that this needs, or the query ended with an error.'),
  404: refusal('There is no such query, or it has not been run.'),
  429: refusal('The user reads as many results as one may at a time.'),
} as const

const jsonOperation: Operation = {
  operationId: 'query.get_query_result.get',
  summary: 'Get the result of a query as JSON',
  description:
    'Needs the scope get_result and those of the query. An Accept header asks for another format: text/csv, application/geo+json, application/vnd.apache.arrow.stream or application/vnd.apache.parquet.',
  parameters: QUERY_ID,
  responses: {
    200: { ...jsonResponse('The rows.', JSON_RESULT, JSON_EXAMPLE), headers: RESULT_HEADERS },
    ...OTHER_RESPONSES,
  },
}

const fileOperation: Operation = {
  operationId: 'query.get_query_result_file.get',
  summary: 'Get the result of a query as a file',
  description:
    'Needs the scope get_result and those of the query; geojson, flowmap.json and arcs.csv also <unit>:geography:geography of its unit. flowmap.json holds locations and flows as flowmap.gl takes them, arcs.csv flows with the positions of their ends, as kepler.gl does.',
  parameters: {
    ...QUERY_ID,
    filetype: { description: 'The format.', schema: { type: 'string', enum: [...RESULT_FORMATS] } },
  },
  responses: {
    200: {
      description: 'The rows; for geojson, features in WGS 84.',
      content: {
        'application/json': { schema: JSON_RESULT, example: JSON_EXAMPLE },
        'text/csv': { schema: { type: 'string' }, example: 'pcod,value\r\nXA.1.2,154\r\n' },
        'application/geo+json': { schema: { type: 'object' } },
        'application/vnd.apache.arrow.stream': BYTES,
        'application/vnd.apache.parquet': BYTES,
      },
      headers: RESULT_HEADERS,
    },
    400: refusal('There is no such format.'),
    ...OTHER_RESPONSES,
  },
}

type ById = FastifyRequest<{ Params: { query_id: string; filetype?: string } }>

/** `GET /api/0/get/<query_id>[.<format>]`: the released rows of a query. Each answer is in the ledger. */
export const get: FastifyPluginAsync<Services> = async (app, services) => {
  const answer = (request: ById, reply: FastifyReply) => sendResult(services, request, reply)
  // HEAD would be a grant of nothing.
  const exposeHeadRoute = false
  app.get('/api/0/get/:query_id', { config: { operation: jsonOperation }, exposeHeadRoute }, answer)
  app.get(
    '/api/0/get/:query_id(^[^.]*).:filetype',
    { config: { operation: fileOperation }, exposeHeadRoute },
    answer,
  )
}

async function sendResult(services: Services, request: ById, reply: FastifyReply) {
  const { machine } = services
  const { query_id } = request.params
  const format = formatFor(request, reply)
  const unlimited = askerOf(request)
  const query = await knownQuery(machine, query_id, unlimited)
  const asker = { ...unlimited, limits: authorizeQuery(request, scopesForResult(query, format), query) }
  request.log.info({ query_id, format }, 'get_result')
  try {
    const held = heldTags(request)
    if (held.length > 0) {
      const { run } = await ask(machine, 'get_query_metadata', { query_id }, asker)
      const etag = entityTag(run, format)
      // Who holds this very result is not given it again.
      if (held.includes('*') || held.includes(etag))
        return reply.code(304).headers({ 'cache-control': KEPT_BY_CALLERS, etag }).send()
    }
    return await sendRows(request, reply, services, async () => {
      const { sql, run, grant, release } = await ask(machine, actionFor(format), { query_id, format }, asker)
      reply.headers({
        'cache-control': KEPT_BY_CALLERS,
        etag: entityTag(run, format),
        link: `</api/0/metadata/${encodeURIComponent(query_id)}>; rel="describedby"`,
      })
      return { id: query_id, format, sql, grant, release }
    })
  } catch (error) {
    return answerWithout(error, reply)
  }
}

/** The format that the address names, or else the one that the caller accepts. */
function formatFor({ params: { filetype }, headers }: ById, reply: FastifyReply): ResultFormat {
  if (filetype === undefined) {
    reply.header('vary', 'accept')
    return acceptedFormat(headers)
  }
  if (isFormat(filetype)) return filetype
  throw new ApiError('format_unknown', { status: 'error' })
}

function actionFor(format: ResultFormat) {
  switch (format) {
    case 'geojson':
      return 'get_geo_sql_for_query_result'
    case 'flowmap.json':
    case 'arcs.csv':
      return 'get_flow_sql_for_query_result'
    default:
      return 'get_sql_for_query_result'
  }
}

function scopesForResult(query: CanonicalQuery, format: ResultFormat): string[] {
  return [...scopesFor(query, 'get_result'), ...(FORMATS[format].showsPlaces ? geographyScopes(query) : [])]
}
