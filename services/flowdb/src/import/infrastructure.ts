import pg from 'pg'
import { type InfrastructureReport, loadInfrastructure } from '../infrastructure/load.ts'
import { columnsOf, type InfrastructureTable, isPlace } from '../infrastructure/tables.ts'
import { querySource } from '../ingest/sources.ts'
import { columnsHeld, hasRows } from './tables.ts'

/**
 * Imports the sites, cells or devices of another FlowDB. Versions are taken as they are, also where their service
 * overlaps: the newest in service holds, there as here.
 *
 * @returns undefined where the source has none.
 */
export async function importInfrastructure(
  source: pg.ClientBase,
  pool: pg.Pool,
  table: InfrastructureTable,
): Promise<InfrastructureReport | undefined> {
  const name = `infrastructure.${table}`
  if (!(await hasRows(source, name))) return undefined
  const { stored } = await columnsOf(pool, table)
  const columns = await columnsHeld(source, name, stored)
  const position = isPlace(table) ? ', ST_X(geom_point) AS longitude, ST_Y(geom_point) AS latitude' : ''
  const names = columns.map(column => pg.escapeIdentifier(column)).join(', ')
  return loadInfrastructure(pool, {
    table,
    open: async () => querySource(source, `SELECT ${names}${position} FROM ${name}`),
    names: {},
    delimiter: ',',
    rejectsFile: undefined,
    dryRun: false,
    agreeing: false,
  })
}
