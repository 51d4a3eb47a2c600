import { isUnderWay, positionOf } from '../../execution/status.ts'
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
    const status = await knownQuery(engine, query_id)
    const interest = { query_id, ...userOf(identity) }
    if (isUnderWay(status.state))
      await keepInterest(engine.control, interest, engine.interestSeconds * NOTED_AFTER)
    return {
      query_id,
      query_kind: status.query.spec.query_kind,
      query_state: status.state,
      progress: status.progress,
      reason: status.reason,
      queue_position: await positionOf(engine, status),
      elapsed_seconds: status.elapsed,
    }
  },
})
