import type { FastifyPluginAsync } from 'fastify'
import { askerOf } from '../auth/authentication.ts'
import { authorize } from '../auth/scopes.ts'
import { ask } from '../machine/ask.ts'
import { jsonResponse, type Operation } from '../openapi/operation.ts'
import type { Services } from './services.ts'

const operation: Operation = {
  operationId: 'query.get_available_dates.get',
  summary: 'List the days that are held',
  description: 'Needs the scope get_available_dates.',
  responses: {
    200: jsonResponse(
      'The days of each type of event.',
      {
        type: 'object',
        required: ['available_dates'],
        properties: {
          available_dates: {
            type: 'object',
            additionalProperties: { type: 'array', items: { type: 'string', format: 'date' } },
          },
        },
      },
      { available_dates: { calls: ['2016-01-01', '2016-01-02'], sms: ['2016-01-01'] } },
    ),
  },
}

/** `GET /api/0/available_dates`: the days that are held of each type of event. */
export const availableDates: FastifyPluginAsync<Services> = async (app, { machine }) => {
  app.get('/api/0/available_dates', { config: { operation } }, async request => {
    authorize(request, ['get_available_dates'])
    request.log.info('get_available_dates')
    return { available_dates: await ask(machine, 'get_available_dates', {}, askerOf(request)) }
  })
}
