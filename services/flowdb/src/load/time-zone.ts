import type pg from 'pg'
import { FlowDbError } from '../errors.ts'

/**
 * Makes the deployment's time zone that of the transaction: dates and times without an offset are local to it.
 *
 * @throws {FlowDbError} where the database has not been migrated.
 */
export async function useDeploymentTimeZone(client: pg.ClientBase): Promise<void> {
  const { rowCount } = await client.query(
    "SELECT set_config('timezone', timezone, true) FROM flowkit.deployment",
  )
  if (rowCount === 0) throw new FlowDbError('The database has no time zone yet: run `flowdb migrate` first.')
}
