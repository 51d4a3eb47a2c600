import { ask } from '../../execution/ask.ts'
import { defineAction } from '../action.ts'
import { anyQuery, refusalOf, validated } from './query-spec.ts'

/** Asks for a query: it is computed unless its result is stored already. */
export const runQuery = defineAction({
  name: 'run_query',
  params: anyQuery,
  handle: async (params, { engine, identity, priority }) => {
    const { queryId, progress } = await ask(engine, validated(params), { identity, priority }).catch(
      error => {
        throw refusalOf(params, error)
      },
    )
    return { query_id: queryId, progress }
  },
})
