import { ask, TooManyQueries } from '../../execution/ask.ts'
import { InvalidQuery } from '../../execution/preflight.ts'
import { defineAction } from '../action.ts'
import { ActionError } from '../reply.ts'
import { anyQuery, invalid, validated } from './query-spec.ts'

/** Asks for a query: it is computed unless its result is stored already. */
export const runQuery = defineAction({
  name: 'run_query',
  params: anyQuery,
  handle: async (params, { engine, identity, priority }) => {
    const { queryId, progress } = await ask(engine, validated(params), { identity, priority }).catch(
      error => {
        if (error instanceof InvalidQuery) throw invalid(params, error.messages)
        if (error instanceof TooManyQueries) throw new ActionError(error.message, { too_many_queries: true })
        throw error
      },
    )
    return { query_id: queryId, progress }
  },
})
