import { AGGREGATION_UNITS, geographyScope, parseQuery } from '@flowkit/contract'
import type { FastifyPluginAsync } from 'fastify'
import { askerOf } from '../auth/authentication.ts'
import { authorize } from '../auth/scopes.ts'
import { ApiError } from '../http/errors.ts'
import { ask } from '../machine/ask.ts'
import { type Operation, refusal, response } from '../openapi/operation.ts'
import { sendRows } from './send-rows.ts'
import type { Services } from './services.ts'

const operation: Operation = {
  operationId: 'geography.get_geography.get',
  summary: 'Get the shapes of places',
  description: 'Needs the scopes get_result and <unit>:geography:geography.',
  parameters: {
    aggregation_unit: {
      description: 'Which places.',
      schema: { type: 'string', enum: [...AGGREGATION_UNITS] },
    },
  },
  responses: {
    200: response('The places as features, in WGS 84.', 'application/geo+json', { type: 'object' }),
    400: refusal('There is no such unit.'),
  },
}

/** `GET /api/0/geography/<aggregation_unit>`: the shapes of a unit's places. Each answer is in the ledger. */
export const geography: FastifyPluginAsync<Services> = async (app, services) => {
  app.get<{ Params: { aggregation_unit: string } }>(
    '/api/0/geography/:aggregation_unit',
    { config: { operation }, exposeHeadRoute: false },
    async (request, reply) => {
      const { aggregation_unit } = request.params
      const query = parseQuery({ query_kind: 'geography', aggregation_unit })
      if (!query.ok)
        throw new ApiError('query_invalid', { payload: { validation_error_messages: query.messages } })
      authorize(request, ['get_result', geographyScope(query.spec)])
      request.log.info({ aggregation_unit }, 'get_geography')
      return sendRows(request, reply, services, async () => {
        const asker = askerOf(request)
        const { sql, grant } = await ask(services.machine, 'get_geography', { aggregation_unit }, asker)
        return { id: aggregation_unit, format: 'geojson', sql, grant }
      })
    },
  )
}
