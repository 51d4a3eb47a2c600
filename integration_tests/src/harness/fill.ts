import type pg from 'pg'
import type { Event, EventType, SmallWorld } from './any-world.ts'

/** What types of handsets are called; that of the fourth is in no catalogue. */
const HANDSETS = [
  [1, 'Acme', 'A 1', 'Feature', null, null],
  [2, 'Acme', 'A 2', 'Smart', 'Robot', 'Gogol'],
  [3, 'Brick', null, 'Smart', 'Robot', 'Gogol'],
] as const

/** The columns of events that the types have beside those that all have. */
const COLUMNS: Readonly<Record<EventType, readonly string[]>> = {
  calls: ['outgoing', 'msisdn_counterpart'],
  sms: ['outgoing', 'msisdn_counterpart'],
  mds: [],
  topups: ['recharge_amount', 'pre_event_balance', 'post_event_balance'],
}

/** Fills an empty FlowDB with a small world as loading would, and seals its days. */
export async function fill(database: pg.Pool, world: SmallWorld): Promise<void> {
  const { areas, sites, cells, events, transfers } = world
  await database.query(
    `INSERT INTO geography.geoms (short_name, long_name, spatial_resolution, additional_metadata, geom)
     SELECT pcod, pcod, level, jsonb_build_object('parent_pcod', 'A'),
       ST_Multi(ST_MakeEnvelope((box->>0)::float8, (box->>1)::float8, (box->>2)::float8, (box->>3)::float8, 4326))
     FROM jsonb_to_recordset($1) AS area (level integer, pcod text, box jsonb)`,
    [JSON.stringify(areas)],
  )
  const service =
    '(id text, version integer, site_id text, lon float8, lat float8, first date, last date)' as const
  const point = 'ST_SetSRID(ST_Point(lon, lat), 4326)'
  await database.query(
    `INSERT INTO infrastructure.sites (id, version, date_of_first_service, date_of_last_service, geom_point)
     SELECT id, version, first, last, ${point} FROM jsonb_to_recordset($1) AS site ${service}`,
    [JSON.stringify(sites)],
  )
  await database.query(
    `INSERT INTO infrastructure.cells (id, version, site_id, date_of_first_service, date_of_last_service, geom_point)
     SELECT id, version, site_id, first, last, ${point} FROM jsonb_to_recordset($1) AS cell ${service}`,
    [JSON.stringify(cells)],
  )
  for (const handset of HANDSETS)
    await database.query(
      `INSERT INTO infrastructure.tacs (id, brand, model, hnd_type, software_os_name, software_os_vendor)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [...handset],
    )
  for (const [, [first, ...others]] of Map.groupBy(events, ({ type, day }) => `${type} ${day}`))
    if (first) await sealDay(database, [first, ...others])
  await database.query(
    `WITH transfers AS (
       SELECT row_number() OVER () AS id, *
       FROM jsonb_to_recordset($1) AS transfer
         (datetime timestamptz, amount numeric, fee numeric, discount numeric, commission numeric, sides jsonb)
     ), sides AS (
       SELECT transfers.id, side->>'msisdn' AS msisdn, side->>'cell' AS cell, (side->>'outgoing')::boolean AS outgoing
       FROM transfers CROSS JOIN jsonb_array_elements(sides) AS side
     ), people AS (
       INSERT INTO dfs.subscribers (msisdn) SELECT DISTINCT msisdn::bytea FROM sides RETURNING id, msisdn
     ), transactions AS (
       INSERT INTO dfs.transactions (id, amount, fee, discount, commission, timestamp)
       SELECT id, amount, fee, discount, commission, datetime FROM transfers
     )
     INSERT INTO dfs.transactions_metadata (transaction_id, subscriber_id, cell_id, cell_version, is_outgoing)
     SELECT sides.id, people.id, cell, 0, outgoing FROM sides JOIN people ON people.msisdn = sides.msisdn::bytea`,
    [JSON.stringify(transfers)],
  )
}

async function sealDay(database: pg.Pool, rows: readonly [Event, ...Event[]]): Promise<void> {
  const [{ type, day }] = rows
  const name = `${type}_${day.replaceAll('-', '')}`
  const columns = ['id', 'datetime', 'msisdn', 'location_id', 'tac', ...COLUMNS[type]].join(', ')
  await database.query(
    `CREATE TABLE events.${name} PARTITION OF events.${type} FOR VALUES FROM ('${day}') TO ('${day}'::date + 1)`,
  )
  await database.query(
    `INSERT INTO events.${name} (${columns})
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::events.${name}, $1)`,
    [JSON.stringify(rows)],
  )
  await database.query(`SELECT derived.number_day('events.${name}')`)
  await database.query(`SELECT derived.derive_day($1, $2, 'events.${name}', $3)`, [type, day, name])
  await database.query('SELECT etl.seal_day($1, $2, $3, $4, $5, $6)', [
    type,
    day,
    `events.${name}`,
    rows.length,
    `derived.facts_${name}`,
    `derived.visits_${name}`,
  ])
}
