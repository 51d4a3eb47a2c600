import { defineAction } from '../action.ts'
import { byQueryId, knownQuery } from './known-query.ts'

/** Where a query is. */
export const pollQuery = defineAction({
  name: 'poll_query',
  params: byQueryId,
  handle: async ({ query_id }, { engine }) => {
    const { query, state, progress, reason } = await knownQuery(engine, query_id)
    return { query_id, query_kind: query.spec.query_kind, query_state: state, progress, reason }
  },
})
