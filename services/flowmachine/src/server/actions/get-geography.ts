import { ask } from '../../execution/ask.ts'
import { type Status, statusOfSpec } from '../../execution/status.ts'
import { featuresSql } from '../../queries/deliver.ts'
import { type ActionContext, defineAction } from '../action.ts'
import { ActionError } from '../reply.ts'
import { grant, tableOf } from './grant.ts'
import { anyQuery, refusalOf, validated } from './query-spec.ts'

/** Shapes are made within seconds; whoever waits longer is told to ask again. */
const LONGEST_WAIT_MS = 30_000
const LOOK_MS = 500

/** Gives somebody the shapes of a unit's places, made at once where they are not stored. */
export const getGeography = defineAction({
  name: 'get_geography',
  params: anyQuery,
  handle: async (params, context) => {
    const spec = validated({ ...params, query_kind: 'geography' })
    await ask(context.engine, spec, context).catch(error => {
      throw refusalOf(params, error)
    })
    const status = await readable(context, () => statusOfSpec(context.engine, spec))
    const { entry, result } = await grant(context.engine, status, context, 'geojson')
    return {
      query_id: status.query.id,
      query_state: 'completed',
      sql: featuresSql(status.query, tableOf(result), tableOf(result)).text,
      run: result.run,
      grant: entry,
    }
  },
})

async function readable({ engine, signal }: ActionContext, look: () => Promise<Status>): Promise<Status> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT_MS)])
  for (;;) {
    const status = await look()
    if (status.readable || status.state === 'errored') return status
    if (patience.aborted) throw new ActionError('The geography is not ready yet. Ask again in a while.')
    await engine.wakeup.wait(LOOK_MS, patience)
  }
}
