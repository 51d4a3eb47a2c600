import type pg from 'pg'
import { FlowDbError } from '../errors.ts'
import { optionName, type Parameters } from '../synthetic/parameters.ts'
import { refuseUnmigrated } from './migrated.ts'

/** What a database holds of a synthetic country: nothing, a part of it, or all of its events. */
export type RunState =
  | { readonly state: 'absent' }
  | { readonly state: 'begun' }
  | { readonly state: 'finished'; readonly events: number }

/**
 * How far the country of these parameters has been loaded.
 *
 * @param parameters What decides its rows, the version of the generator included.
 * @throws {FlowDbError} where the database holds another country, or data of another origin, or is not migrated.
 */
export async function readRun(client: pg.ClientBase, parameters: RunParameters): Promise<RunState> {
  await refuseUnmigrated(client)
  const { rows } = await client.query<{ parameters: RunParameters; events: number | null }>(
    'SELECT parameters, event_count AS events FROM flowkit.synthetic_run',
  )
  const run = rows[0]
  if (run === undefined) {
    await refuseOtherData(client)
    return { state: 'absent' }
  }
  const differences = compare(run.parameters, parameters)
  if (differences.length > 0)
    throw new FlowDbError(
      `This database holds a synthetic country with other parameters (${differences.join(', ')}). ` +
        'Use an empty database for another one.',
    )
  return run.events === null ? { state: 'begun' } : { state: 'finished', events: run.events }
}

/** What decides the rows of a country: its parameters, and the version of the code that makes them. */
export interface RunParameters extends Parameters {
  readonly generator: number
}

/** Records that a country is being loaded. Called in the transaction that loads what events refer to. */
export async function beginRun(client: pg.ClientBase, parameters: RunParameters): Promise<void> {
  await client.query('INSERT INTO flowkit.synthetic_run (parameters) VALUES ($1)', [parameters])
}

/** Records that all of a country is there. */
export async function finishRun(client: pg.ClientBase, events: number): Promise<void> {
  await client.query('UPDATE flowkit.synthetic_run SET finished_at = now(), event_count = $1', [events])
}

/** @throws {FlowDbError} where there are events, cells or areas that no synthetic run has made. */
async function refuseOtherData(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ what: string }>(`
    SELECT count(*) || ' days of events' AS what FROM etl.sealed_days HAVING count(*) > 0
    UNION ALL
    SELECT count(*) || ' cells' FROM infrastructure.cells HAVING count(*) > 0
    UNION ALL
    SELECT count(*) || ' areas' FROM geography.geoms HAVING count(*) > 0
  `)
  if (rows.length > 0)
    throw new FlowDbError(
      `This database holds data already (${rows.map(({ what }) => what).join(', ')}). ` +
        'A synthetic country needs an empty one.',
    )
}

/** The options in which two runs differ, such as `--seed 1, not 2`. */
function compare(held: RunParameters, wanted: RunParameters): string[] {
  const keys = new Set(Object.keys({ ...wanted, ...held }) as (keyof RunParameters)[])
  return [...keys]
    .filter(key => held[key] !== wanted[key])
    .map(key => {
      const name = key === 'generator' ? 'generator' : optionName(key)
      return `${name} ${held[key] ?? 'none'}, not ${wanted[key] ?? 'none'}`
    })
}
