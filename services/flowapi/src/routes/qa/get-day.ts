import type { FastifyPluginAsync } from 'fastify'
import { type Operation, refusal, response } from '../../openapi/operation.ts'
import type { Services } from '../services.ts'
import { CHECK_PARAMETERS } from './outcome-schemas.ts'
import { type CheckParams, outcomesOf } from './outcomes-of.ts'

const operation: Operation = {
  operationId: 'qa.get_qa_date_outcome.get',
  summary: 'Get what a quality check said of a day',
  description: 'Needs the scope get_qa_checks.',
  parameters: {
    ...CHECK_PARAMETERS,
    date: { description: 'The day.', schema: { type: 'string', format: 'date' }, example: '2016-01-01' },
  },
  responses: {
    200: response('The outcome, as it is.', 'text/html', { type: 'string' }, '1254'),
    400: refusal('The date cannot be read.'),
    404: refusal('There is no outcome that may be told.'),
  },
}

/** `GET /api/0/qa/<cdr_type>/<check_id>/<date>`: what a check said of a day, as a bare text. */
export const getQaOutcome: FastifyPluginAsync<Services> = async (app, services) => {
  app.get<{ Params: CheckParams & { date: string } }>(
    '/api/0/qa/:cdr_type/:check_id/:date',
    { config: { operation } },
    async (request, reply) => {
      const { date } = request.params
      const [{ outcome }] = await outcomesOf(services, request, request.params, { first: date, last: date })
      // FlowKit's type. An administrator's own check may say anything: no browser is to take it for a page.
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(outcome)
    },
  )
}
