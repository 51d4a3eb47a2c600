import { definitionOf, type ResultMetadata } from '@flowkit/contract'
import { releaseOf } from '../../queries/index.ts'
import { factsOf } from '../../store/result-facts.ts'
import { versionsOf } from '../../store/results.ts'
import { defineAction } from '../action.ts'
import { readableResult, releaseCounts } from './grant.ts'
import { byQueryId, knownQuery } from './known-query.ts'

/** What the result of a query means. It is told about, and nothing of it is given out: the ledger stays as it is. */
export const getQueryMetadata = defineAction({
  name: 'get_query_metadata',
  params: byQueryId,
  handle: async ({ query_id }, { engine }) => {
    const status = await knownQuery(engine, query_id)
    const result = readableResult(status)
    const { spec } = status.query
    const [facts, data_versions] = await Promise.all([
      factsOf(engine.control, result),
      versionsOf(engine.control, result),
    ])
    const metadata: ResultMetadata = {
      query_id,
      query_kind: spec.query_kind,
      parameters: spec,
      aggregation_unit: definitionOf(spec).unit(spec)?.aggregation_unit ?? null,
      columns: [...releaseOf(spec).columns(spec)],
      ...facts,
      up_to_date: result.fresh,
      data_versions,
      release: releaseCounts(result),
    }
    return { run: result.run, metadata }
  },
})
