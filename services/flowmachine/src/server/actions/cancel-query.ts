import { cancel } from '../../execution/cancel.ts'
import { defineAction } from '../action.ts'
import { byQueryId, knownQuery } from './known-query.ts'

/** Ends the asker's interest in a query. It is computed no further, unless somebody else wants it. */
export const cancelQuery = defineAction({
  name: 'cancel_query',
  params: byQueryId,
  handle: async ({ query_id }, { engine, identity }) => {
    await knownQuery(engine, query_id)
    await cancel(engine, query_id, identity)
    const { state } = await knownQuery(engine, query_id)
    return { query_id, query_state: state }
  },
})
