import type pg from 'pg'
import { dayOf } from '../reference/moments.ts'
import type { EventRow, World } from '../reference/world.ts'
import { DAYS } from './questions.ts'

/**
 * Fills an empty FlowDB with a world: its areas, cells, sites, handsets, mapping of cells and mobile money, and the
 * events of the week, of which each day is sealed for every event type, events or not.
 */
export async function loadWorld(database: pg.Pool, world: World): Promise<void> {
  for (const [unit, regions] of Object.entries(world.regions))
    for (const { pcod, shape } of regions)
      await database.query(
        `INSERT INTO geography.geoms (short_name, long_name, spatial_resolution, additional_metadata, geom)
         VALUES ($1, $1, $2, '{}', ST_SetSRID(ST_GeomFromGeoJSON($3), 4326))`,
        [pcod, unit.slice('admin'.length), JSON.stringify({ type: 'MultiPolygon', coordinates: shape })],
      )
  await database.query(SITES, [JSON.stringify(world.sites ?? [])])
  await database.query(CELLS, [JSON.stringify(world.cells)])
  await database.query(HANDSETS, [
    JSON.stringify([...(world.handsets ?? [])].map(([id, handset]) => ({ id, ...handset }))),
  ])
  await database.query('CREATE TABLE geography.catchments (id text, admin3pcod text)')
  await database.query(CATCHMENTS, [JSON.stringify(world.tables['geography.catchments'] ?? [])])
  for (const statement of MONEY) await database.query(statement, [JSON.stringify(world.transfers ?? [])])
  for (const day of DAYS)
    for (const [type, columns] of Object.entries(COLUMNS))
      await loadDay(
        database,
        type,
        day,
        columns,
        world.events.filter(({ eventType, moment }) => eventType === type && dayOf(moment) === day),
      )
}

const SITES = `
  INSERT INTO infrastructure.sites (id, version, date_of_first_service, date_of_last_service, geom_point)
  SELECT id, version, "firstService", "lastService", ST_SetSRID(ST_Point(lon, lat), 4326)
  FROM jsonb_to_recordset($1) AS site
    (id text, version integer, "firstService" date, "lastService" date, lon float8, lat float8)`

/** Versions of a cell are numbered by the order that they come in. */
const CELLS = `
  INSERT INTO infrastructure.cells (id, version, site_id, date_of_first_service, date_of_last_service, geom_point)
  SELECT id, row_number() OVER (PARTITION BY id ORDER BY number) - 1, site, "firstService", "lastService",
    ST_SetSRID(ST_Point(lon, lat), 4326)
  FROM ROWS FROM (
    jsonb_to_recordset($1) AS (id text, site text, "firstService" date, "lastService" date, lon float8, lat float8)
  ) WITH ORDINALITY AS cell (id, site, "firstService", "lastService", lon, lat, number)`

const HANDSETS = `
  INSERT INTO infrastructure.tacs (id, hnd_type, brand, model, software_os_name, software_os_vendor)
  SELECT *
  FROM jsonb_to_recordset($1) AS handset
    (id numeric, hnd_type text, brand text, model text, software_os_name text, software_os_vendor text)`

const CATCHMENTS = `
  INSERT INTO geography.catchments
  SELECT * FROM jsonb_to_recordset($1) AS mapped (id text, admin3pcod text)`

/** Each side of a transaction is one of its own here, at any of the cells that have stood at its position. */
const MONEY = [
  `INSERT INTO dfs.subscribers (msisdn)
   SELECT DISTINCT sha256(person::bytea) FROM jsonb_to_recordset($1) AS side (person text)`,
  `WITH sides AS (
     SELECT *
     FROM ROWS FROM (
       jsonb_to_recordset($1) AS
         (person text, moment timestamptz, lon float8, lat float8, amount numeric, commission numeric, discount numeric, fee numeric)
     ) WITH ORDINALITY AS side (person, moment, lon, lat, amount, commission, discount, fee, number)
   ), transactions AS (
     INSERT INTO dfs.transactions (id, amount, commission, discount, fee, timestamp)
     SELECT number, amount, commission, discount, fee, moment FROM sides
   )
   INSERT INTO dfs.transactions_metadata (transaction_id, subscriber_id, cell_id, cell_version, is_outgoing)
   SELECT number, subscribers.id, cell.id, cell.version, true
   FROM sides
   JOIN dfs.subscribers ON msisdn = sha256(person::bytea)
   CROSS JOIN LATERAL (
     SELECT id, version
     FROM infrastructure.cells
     WHERE geom_point = ST_SetSRID(ST_Point(lon, lat), 4326)
     LIMIT 1
   ) AS cell`,
] as const

/** The columns that the tables of only some event types have, with what they hold. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  calls: { outgoing: 'outgoing', msisdn_counterpart: 'sha256(contact::bytea)' },
  sms: { outgoing: 'outgoing', msisdn_counterpart: 'sha256(contact::bytea)' },
  mds: {},
  topups: { recharge_amount: 'amount', pre_event_balance: 'before', post_event_balance: 'after' },
}

/** Loads a day of an event type into a table of its own, derives what queries read, and seals it. */
async function loadDay(
  database: pg.Pool,
  type: string,
  day: string,
  columns: Readonly<Record<string, string>>,
  events: readonly EventRow[],
): Promise<void> {
  const name = `${type}_${day.replaceAll('-', '')}`
  const table = `events.${name}`
  await database.query(
    `CREATE TABLE ${table} PARTITION OF events.${type} FOR VALUES FROM ('${day}') TO ('${day} 24:00')`,
  )
  const [own, values] = [Object.keys(columns), Object.values(columns)].map(each =>
    each.map(part => `, ${part}`).join(''),
  )
  await database.query(
    `INSERT INTO ${table} (id, msisdn, datetime, location_id, tac${own})
     SELECT id, sha256(subscriber::bytea), moment, cell, tac${values}
     FROM jsonb_to_recordset($1) AS event
       (id text, subscriber text, moment timestamptz, cell text, tac numeric, outgoing boolean, contact text,
        amount numeric, before numeric, after numeric)`,
    [JSON.stringify(events)],
  )
  await database.query('SELECT derived.number_day($1)', [table])
  await database.query('SELECT derived.derive_day($1, $2, $3, $4)', [type, day, table, name])
  await database.query('SELECT etl.seal_day($1, $2, $3, $4, $5, $6)', [
    type,
    day,
    table,
    events.length,
    `derived.facts_${name}`,
    `derived.visits_${name}`,
  ])
}
