import { keepInterest, userOf } from '../../store/interests.ts'
import { defineAction } from '../action.ts'
import { byQueryId, knownQuery } from './known-query.ts'

/** How much of the time after which an interest lapses may pass until a poll is noted. */
const NOTED_AFTER = 0.1

/** Where a query is. Who asked for it and polls stays interested in it. */
export const pollQuery = defineAction({
  name: 'poll_query',
  params: byQueryId,
  handle: async ({ query_id }, { engine, identity }) => {
    const { query, state, progress, reason } = await knownQuery(engine, query_id)
    if (state === 'queued' || state === 'executing')
      await keepInterest(
        engine.control,
        { query_id, ...userOf(identity) },
        engine.interestSeconds * NOTED_AFTER,
      )
    return { query_id, query_kind: query.spec.query_kind, query_state: state, progress, reason }
  },
})
