import type { World } from '../world.ts'
import type { TableText } from './copy-text.ts'
import { devicesTable } from './devices.ts'
import { unitsTable } from './geography.ts'
import { moneySubscribersTable, transferKindsTable } from './mobile-money.ts'
import { cellsTable, sitesTable } from './network.ts'

/** The rows of a table that does not grow from day to day. */
export interface ReferenceTable extends TableText {
  /** Schema and name, such as `geography.geoms`. */
  readonly table: string
}

/** Everything that events refer to, in an order in which it can be loaded. */
export function referenceTables(world: World): ReferenceTable[] {
  const { country, network, devices, parameters } = world
  return [
    { table: 'geography.geoms', ...unitsTable(country.units) },
    { table: 'infrastructure.sites', ...sitesTable(network, parameters.seed) },
    { table: 'infrastructure.cells', ...cellsTable(network, parameters.seed) },
    { table: 'infrastructure.tacs', ...devicesTable(devices) },
    { table: 'dfs.transaction_types', ...transferKindsTable() },
    { table: 'dfs.subscribers', ...moneySubscribersTable(world) },
  ]
}
