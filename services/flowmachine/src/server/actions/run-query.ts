import { ask } from '../../execution/ask.ts'
import { InvalidQuery } from '../../execution/preflight.ts'
import { defineAction } from '../action.ts'
import { anyQuery, invalid, validated } from './query-spec.ts'

/** Asks for a query: it is computed unless its result is stored already. */
export const runQuery = defineAction({
  name: 'run_query',
  params: anyQuery,
  handle: async (params, { engine, identity }) => {
    const { queryId, progress } = await ask(engine, validated(params), identity).catch(error => {
      throw error instanceof InvalidQuery ? invalid(params, error.messages) : error
    })
    return { query_id: queryId, progress }
  },
})
