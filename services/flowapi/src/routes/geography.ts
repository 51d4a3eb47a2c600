import { isDeepStrictEqual } from 'node:util'
import { AGGREGATION_UNITS, type CanonicalQuery, geographyScopes, parseQuery } from '@flowkit/contract'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { askerOf } from '../auth/authentication.ts'
import { authorize } from '../auth/scopes.ts'
import { entityTag, heldTags, KEPT_BY_CALLERS } from '../http/entity-tags.ts'
import { ApiError } from '../http/errors.ts'
import { ask } from '../machine/ask.ts'
import type { MachineClient } from '../machine/client.ts'
import { MachineRefusal } from '../machine/errors.ts'
import { type Operation, refusal, response } from '../openapi/operation.ts'
import { knownQuery } from './known-query.ts'
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
    304: { description: 'The caller holds these shapes already, as If-None-Match says.' },
    400: refusal('There is no such unit.'),
  },
}

const FORMAT = 'geojson'
/** A caller holds one answer, or a few; each is looked up. */
const MOST_TAGS = 4
/** A tag names the query and the run that made the shapes. */
const TAG = /^W\/"([0-9a-f]{32})\.(\d+)\.geojson"$/

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
      authorize(request, ['get_result', ...geographyScopes(query.spec)])
      request.log.info({ aggregation_unit }, 'get_geography')
      const etag = await currentTag(request, services.machine, query.spec)
      if (etag !== undefined)
        return reply.code(304).headers({ 'cache-control': KEPT_BY_CALLERS, etag }).send()
      return sendRows(request, reply, services, async () => {
        const params = { aggregation_unit }
        const asker = askerOf(request)
        const { query_id, run, sql, grant } = await ask(services.machine, 'get_geography', params, asker)
        reply.headers({ 'cache-control': KEPT_BY_CALLERS, etag: entityTag(query_id, run, FORMAT) })
        return { id: aggregation_unit, format: FORMAT, sql, grant }
      })
    },
  )
}

/**
 * The tag among those that the caller holds which is that of the newest shapes; undefined where none is. Who holds them
 * is not given them again, so nothing is written to the ledger.
 */
async function currentTag(
  request: FastifyRequest,
  machine: MachineClient,
  geography: CanonicalQuery,
): Promise<string | undefined> {
  const asker = askerOf(request)
  for (const tag of heldTags(request).slice(0, MOST_TAGS)) {
    const [, query_id, run] = TAG.exec(tag) ?? []
    if (query_id === undefined) continue
    try {
      // The tag is the caller's: it may be of anything.
      if (!isDeepStrictEqual(await knownQuery(machine, query_id, asker), geography)) continue
      const held = await ask(machine, 'get_query_metadata', { query_id }, asker)
      if (held.metadata.up_to_date && String(held.run) === run) return tag
    } catch (error) {
      // There is nothing to compare with, and the shapes are given anew.
      if (!(error instanceof MachineRefusal)) throw error
    }
  }
  return undefined
}
