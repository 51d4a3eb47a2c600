import { definitionOf, type ResultFormat, resultFormat } from '@flowkit/contract'
import { z } from 'zod'
import type { Status } from '../../execution/status.ts'
import { featuresSql, rowsSql } from '../../queries/deliver.ts'
import { arcsSql, flowmapSql, hasFlows } from '../../queries/flow-exports.ts'
import { releaseOf } from '../../queries/index.ts'
import type { Query } from '../../queries/query.ts'
import type { Sql } from '../../sql.ts'
import { type ActionContext, defineAction } from '../action.ts'
import { ActionError } from '../reply.ts'
import { grant, releaseCounts, tableOf } from './grant.ts'
import { byQueryId, knownQuery } from './known-query.ts'

/** Gives somebody a result: the SQL that reads its released rows. */
export const getSqlForQueryResult = defineAction({
  name: 'get_sql_for_query_result',
  params: byQueryId.extend({ format: resultFormat.default('json') }),
  handle: async ({ query_id, format }, context) => {
    const { engine } = context
    const status = await knownQuery(engine, query_id)
    const { entry, result } = await grant(engine, status, context, format)
    return {
      query_id,
      query_state: 'completed',
      sql: rowsSql(status.query, tableOf(result)).text,
      run: result.run,
      grant: entry,
      release: releaseCounts(result),
    }
  },
})

/** Gives somebody a result as a map: the SQL that reads its released rows as features. */
export const getGeoSqlForQueryResult = defineAction({
  name: 'get_geo_sql_for_query_result',
  params: byQueryId.extend({ format: resultFormat.default('geojson') }),
  handle: async ({ query_id, format }, context) => {
    const { engine } = context
    const status = await knownQuery(engine, query_id)
    if (releaseOf(status.query.spec).shape === null) throw notRepresentable(query_id, 'geojson compatible')
    return grantWithPlaces(status, context, format, featuresSql)
  },
})

/** Gives somebody a result as lines between places, for programs that draw flows. */
export const getFlowSqlForQueryResult = defineAction({
  name: 'get_flow_sql_for_query_result',
  params: byQueryId.extend({ format: z.enum(['flowmap.json', 'arcs.csv']) }),
  handle: async ({ query_id, format }, context) => {
    const { engine } = context
    const status = await knownQuery(engine, query_id)
    if (!hasFlows(status.query)) throw notRepresentable(query_id, 'flow')
    return grantWithPlaces(status, context, format, format === 'arcs.csv' ? arcsSql : flowmapSql)
  },
})

function notRepresentable(query_id: string, what: string): ActionError {
  return new ActionError(`Query with id '${query_id}' has no ${what} representation.`, {
    query_id,
    query_state: 'errored',
  })
}

/** Gives a result together with the places that it is about, whose shapes were released along with it. */
async function grantWithPlaces(
  status: Status,
  context: ActionContext,
  format: ResultFormat,
  sqlOf: (query: Query, released: Sql, places: Sql, otherPlaces: Sql) => Sql,
) {
  const { query, results } = status
  const shapes = query.children.filter(child => child.form === 'released')
  const [places = query, others = places] = shapes
  const [geography, otherGeography] = [results.get(places.id), results.get(others.id)]
  const { entry, result } = await grant(context.engine, status, context, format)
  if (!geography || !otherGeography)
    throw new Error(`Query ${query.id} has a result, but its geography has none`)
  return {
    query_id: query.id,
    query_state: 'completed',
    aggregation_unit: definitionOf(query.spec).unit(query.spec)?.aggregation_unit,
    sql: sqlOf(query, tableOf(result), tableOf(geography), tableOf(otherGeography)).text,
    run: result.run,
    grant: entry,
    release: releaseCounts(result),
  }
}
