import { definitionOf, resultFormat } from '@flowkit/contract'
import { featuresSql, rowsSql } from '../../queries/deliver.ts'
import { defineAction } from '../action.ts'
import { ActionError } from '../reply.ts'
import { grant, releaseCounts, tableOf } from './grant.ts'
import { byQueryId, knownQuery } from './known-query.ts'

/** Gives somebody a result: the SQL that reads its released rows. */
export const getSqlForQueryResult = defineAction({
  name: 'get_sql_for_query_result',
  params: byQueryId.extend({ format: resultFormat.default('json') }),
  handle: async ({ query_id, format }, { engine, identity }) => {
    const status = await knownQuery(engine, query_id)
    const result = await grant(engine, status, identity, format)
    return {
      query_id,
      query_state: 'completed',
      sql: rowsSql(status.query, tableOf(result)).text,
      run: result.run,
      release: releaseCounts(result),
    }
  },
})

/** Gives somebody a result as a map: the SQL that reads its released rows as features. */
export const getGeoSqlForQueryResult = defineAction({
  name: 'get_geo_sql_for_query_result',
  params: byQueryId.extend({ format: resultFormat.default('geojson') }),
  handle: async ({ query_id, format }, { engine, identity }) => {
    const status = await knownQuery(engine, query_id)
    const { query, results } = status
    const unit = definitionOf(query.spec).unit(query.spec)
    const places = query.children.find(child => child.form === 'released') ?? query
    const geography = results.get(places.id)
    if (unit === null)
      throw new ActionError(`Query with id '${query_id}' has no geojson compatible representation.`, {
        query_id,
        query_state: 'errored',
      })
    const result = await grant(engine, status, identity, format)
    if (!geography) throw new Error(`Query ${query_id} has a result, but its geography has none`)
    return {
      query_id,
      query_state: 'completed',
      aggregation_unit: unit.aggregation_unit,
      sql: featuresSql(query, tableOf(result), tableOf(geography)).text,
      run: result.run,
      release: releaseCounts(result),
    }
  },
})
