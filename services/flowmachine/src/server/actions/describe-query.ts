import { definitionOf } from '@flowkit/contract'
import { defineAction } from '../action.ts'
import { byQueryId, knownSpec } from './known-query.ts'
import { anyQuery, validated } from './query-spec.ts'

/** The kind of a query that was asked for. */
export const getQueryKind = defineAction({
  name: 'get_query_kind',
  params: byQueryId,
  handle: async ({ query_id }, { engine }) => {
    const { query_kind } = await knownSpec(engine, query_id)
    return { query_id, query_kind }
  },
})

/** The canonical spec of a query that was asked for. */
export const getQueryParams = defineAction({
  name: 'get_query_params',
  params: byQueryId,
  handle: async ({ query_id }, { engine }) => {
    return { query_id, query_params: await knownSpec(engine, query_id) }
  },
})

/** What places a query is about; null where it has none. */
export const getAggregationUnit = defineAction({
  name: 'get_aggregation_unit',
  params: anyQuery,
  handle: async params => {
    const spec = validated(params)
    return { aggregation_unit: definitionOf(spec).unit(spec)?.aggregation_unit ?? null }
  },
})
