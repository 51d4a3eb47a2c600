import type { Action } from '../action.ts'
import { cancelQuery } from './cancel-query.ts'
import { closeGrant } from './close-grant.ts'
import { getAggregationUnit, getQueryKind, getQueryParams } from './describe-query.ts'
import { getAvailableDates } from './get-available-dates.ts'
import { getAvailableQueries } from './get-available-queries.ts'
import { getGeography } from './get-geography.ts'
import { getPublishedSubsets } from './get-published-subsets.ts'
import { getQaChecks } from './get-qa-checks.ts'
import { getQueryMetadata } from './get-query-metadata.ts'
import { getQuerySchemas } from './get-query-schemas.ts'
import { getFlowSqlForQueryResult, getGeoSqlForQueryResult, getSqlForQueryResult } from './get-sql.ts'
import { listQaChecks } from './list-qa-checks.ts'
import { ping } from './ping.ts'
import { pollQuery } from './poll-query.ts'
import { runQuery } from './run-query.ts'

/** Everything that can be asked of the server. */
export const ALL_ACTIONS: readonly Action[] = [
  ping,
  getAvailableQueries,
  getQuerySchemas,
  runQuery,
  pollQuery,
  cancelQuery,
  getQueryKind,
  getQueryParams,
  getSqlForQueryResult,
  getGeoSqlForQueryResult,
  getFlowSqlForQueryResult,
  getGeography,
  getAvailableDates,
  getAggregationUnit,
  getQueryMetadata,
  listQaChecks,
  getQaChecks,
  getPublishedSubsets,
  closeGrant,
]
