import { ask } from '../../execution/ask.ts'
import { defineAction } from '../action.ts'
import { assertWithin } from './limits.ts'
import { anyQuery, refusalOf, validated } from './query-spec.ts'

/** Asks for a query: it is computed unless its result is stored already. */
export const runQuery = defineAction({
  name: 'run_query',
  params: anyQuery,
  handle: async (params, { engine, identity, limits, priority }) => {
    const spec = validated(params)
    assertWithin(limits, spec)
    const { queryId, progress } = await ask(engine, spec, { identity, priority }).catch(error => {
      throw refusalOf(params, error)
    })
    return { query_id: queryId, progress }
  },
})
