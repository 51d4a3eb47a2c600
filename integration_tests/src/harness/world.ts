import type pg from 'pg'
import type {
  CellRow,
  EventRow,
  HandsetRow,
  Region,
  SiteRow,
  TableRow,
  TransferRow,
  World,
} from '../reference/world.ts'

const EVENT_TYPES = ['calls', 'sms', 'mds', 'topups'] as const
const ADMIN_LEVELS = [0, 1, 2, 3] as const

/** Shapes and positions are read with all of their digits: a double has no more than 17. */
const DIGITS = 17

/** Reads the raw data of a FlowDB as the superuser, in the deployment's time zone, by plain SELECTs. */
export async function readWorld(database: pg.Pool): Promise<World> {
  const events = await Promise.all(EVENT_TYPES.map(type => readEvents(database, type)))
  const regions = await Promise.all(
    ADMIN_LEVELS.map(async level => [`admin${level}`, await readRegions(database, level)] as const),
  )
  return {
    handsets: await readHandsets(database),
    transfers: await readTransfers(database),
    events: events.flat(),
    cells: await readCells(database),
    sites: await readSites(database),
    regions: Object.fromEntries(regions),
    tables: await readTables(database),
  }
}

async function readEvents(database: pg.Pool, type: string): Promise<EventRow[]> {
  const outgoing = type === 'calls' || type === 'sms' ? 'outgoing' : 'NULL::boolean AS outgoing'
  const contact = type === 'calls' || type === 'sms' ? 'msisdn_counterpart::text' : 'NULL'
  const money = ['recharge_amount', 'pre_event_balance', 'post_event_balance'].map(column =>
    type === 'topups' ? `${column}::float8` : 'NULL',
  )
  const { rows } = await database.query<EventRow>(
    `SELECT '${type}' AS "eventType", msisdn::text AS subscriber, location_id AS cell, ${outgoing}, tac::text AS tac,
       ${contact} AS contact, id, ${money[0]} AS amount, ${money[1]} AS before, ${money[2]} AS after,
       to_char(datetime, 'YYYY-MM-DD"T"HH24:MI:SS.US') AS moment
     FROM events.${type}`,
  )
  return rows
}

async function readHandsets(database: pg.Pool): Promise<World['handsets']> {
  const { rows } = await database.query<HandsetRow & { tac: string }>(
    `SELECT id::text AS tac, hnd_type, brand, model, software_os_name, software_os_vendor FROM infrastructure.tacs`,
  )
  return new Map(rows.map(row => [row.tac, row]))
}

async function readTransfers(database: pg.Pool): Promise<TransferRow[]> {
  const { rows } = await database.query<TransferRow>(
    `SELECT msisdn::text AS person, to_char(timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US') AS moment,
       ST_X(geom_point) AS lon, ST_Y(geom_point) AS lat,
       amount::float8, commission::float8, discount::float8, fee::float8
     FROM dfs.transactions
     JOIN dfs.transactions_metadata ON transaction_id = transactions.id
     JOIN dfs.subscribers ON subscribers.id = subscriber_id
     JOIN infrastructure.cells AS cells ON cells.id = transactions_metadata.cell_id AND cells.version = cell_version`,
  )
  return rows
}

async function readCells(database: pg.Pool): Promise<CellRow[]> {
  const { rows } = await database.query<CellRow>(
    `SELECT id, version, site_id AS site, ST_X(geom_point) AS lon, ST_Y(geom_point) AS lat,
       date_of_first_service::text AS "firstService", date_of_last_service::text AS "lastService"
     FROM infrastructure.cells`,
  )
  return rows
}

async function readSites(database: pg.Pool): Promise<SiteRow[]> {
  const { rows } = await database.query<SiteRow>(
    `SELECT id, version, ST_X(geom_point) AS lon, ST_Y(geom_point) AS lat,
       date_of_first_service::text AS "firstService", date_of_last_service::text AS "lastService"
     FROM infrastructure.sites`,
  )
  return rows
}

async function readRegions(database: pg.Pool, level: number): Promise<Region[]> {
  const { rows } = await database.query<{ pcod: string; shape: string }>(
    `SELECT short_name AS pcod, ST_AsGeoJSON(geom, ${DIGITS}) AS shape
     FROM geography.geoms
     WHERE spatial_resolution = $1`,
    [level],
  )
  return rows.map(({ pcod, shape }) => ({ pcod, shape: JSON.parse(shape).coordinates }))
}

async function readTables(database: pg.Pool): Promise<World['tables']> {
  const areas = await database.query<TableRow>('SELECT id, admin3pcod FROM geography.catchments')
  const towns = await database.query<TableRow>('SELECT id, town FROM geography.towns_of_cells')
  const points = await database.query<TableRow>(
    'SELECT town, ARRAY[ST_X(geom_point), ST_Y(geom_point)] AS geom_point FROM geography.towns',
  )
  return {
    'geography.catchments': areas.rows,
    'geography.towns_of_cells': towns.rows,
    'geography.towns': points.rows,
  }
}
