import type { FastifyPluginAsync } from 'fastify'
import { jsonResponse, type Operation, refusal } from '../../openapi/operation.ts'
import type { Services } from '../services.ts'
import { CHECK_PARAMETERS, OUTCOME_SCHEMA } from './outcome-schemas.ts'
import { type CheckParams, outcomesOf } from './outcomes-of.ts'

const day = (description: string, example: string) => ({
  description,
  schema: { type: 'string', format: 'date' },
  example,
})

const operation: Operation = {
  operationId: 'qa.get_qa_checks.get',
  summary: 'Get what a quality check said of some days',
  description: 'Needs the scope get_qa_checks. Days of which too few are counted are left out.',
  parameters: CHECK_PARAMETERS,
  queryParameters: {
    start_date: day('The first day.', '2016-01-01'),
    end_date: day('The last day, which is included.', '2016-01-07'),
  },
  responses: {
    200: jsonResponse('The outcome of each day.', { type: 'array', items: OUTCOME_SCHEMA }, [
      { cdr_date: '2016-01-01', outcome: '1254', type_of_query_or_check: 'count_added_rows' },
    ]),
    400: refusal('A date is missing or cannot be read.'),
    404: refusal('There is no outcome that may be told.'),
  },
}

interface Range {
  readonly Params: CheckParams
  readonly Querystring: { readonly start_date?: unknown; readonly end_date?: unknown }
}

/** `GET /api/0/qa/<cdr_type>/<check_id>?start_date=…&end_date=…`: what a check said of some days. */
export const getQaChecks: FastifyPluginAsync<Services> = async (app, services) => {
  app.get<Range>('/api/0/qa/:cdr_type/:check_id', { config: { operation } }, async request => {
    const { start_date, end_date } = request.query
    return outcomesOf(services, request, request.params, { first: one(start_date), last: one(end_date) })
  })
}

/** A parameter that is given once; given twice it is none. */
function one(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
