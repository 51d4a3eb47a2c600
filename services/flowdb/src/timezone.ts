import pg from 'pg'
import { FlowDbError } from './errors.ts'

/** What became of the deployment's time zone. */
export interface TimezoneResult {
  readonly timezone: string
  readonly changed: boolean
}

/**
 * Records the deployment's time zone and makes it that of every session of the database, together with ISO dates.
 * Days, hours and partitions are local to it, so it is refused to change it once there are events.
 *
 * @param wanted An IANA name; undefined keeps the zone as it is, or takes UTC where there is none yet.
 * @throws {FlowDbError} where PostgreSQL does not know the zone, or it may not change any more.
 */
export async function configureTimezone(
  client: pg.ClientBase,
  wanted: string | undefined,
): Promise<TimezoneResult> {
  const current = await readTimezone(client)
  const timezone = wanted ?? current ?? 'UTC'
  if (timezone !== current) {
    await refuseUnknown(client, timezone)
    if (current !== undefined && (await holdsEvents(client)))
      throw new FlowDbError(
        `The time zone of this FlowDB is ${current} and cannot become ${timezone}: ` +
          'the days of the events that it holds are local to it',
      )
    await client.query(
      `INSERT INTO flowkit.deployment (timezone) VALUES ($1)
       ON CONFLICT (the_only_row) DO UPDATE SET timezone = excluded.timezone`,
      [timezone],
    )
  }
  await makeDefault(client, timezone)
  return { timezone, changed: timezone !== current }
}

/** The deployment's time zone, an IANA name; undefined before the first `flowdb migrate` has set it. */
export async function readTimezone(client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ timezone: string }>('SELECT timezone FROM flowkit.deployment')
  return rows[0]?.timezone
}

/** Asserted at every run: settings of the database itself are not in its dump, and so are lost when it is restored. */
async function makeDefault(client: pg.ClientBase, timezone: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
  const database = pg.escapeIdentifier(rows[0]?.name ?? '')
  await client.query(`ALTER DATABASE ${database} SET timezone TO ${pg.escapeLiteral(timezone)}`)
  await client.query(`ALTER DATABASE ${database} SET datestyle TO 'ISO, YMD'`)
}

async function refuseUnknown(client: pg.ClientBase, timezone: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_timezone_names WHERE name = $1', [timezone])
  if (rowCount === 0)
    throw new FlowDbError(`FLOWDB_TIMEZONE: PostgreSQL does not know the time zone ${timezone}`)
}

/** Also partitions without rows count: their bounds are midnights of the time zone. */
async function holdsEvents(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(`
    SELECT
      EXISTS (SELECT FROM etl.sealed_days)
      OR EXISTS (SELECT FROM dfs.transactions)
      OR EXISTS (
        SELECT FROM pg_inherits
        JOIN pg_class AS parent ON parent.oid = inhparent
        WHERE parent.relnamespace = 'events'::regnamespace
      ) AS held
  `)
  return rows[0]?.held === true
}
