import type { EventType } from '@flowkit/contract'
import pg from 'pg'

/** A square area: its level, its id and its corners in degrees. */
export type Area = readonly [
  level: number,
  pcod: string,
  west: number,
  south: number,
  east: number,
  north: number,
]

/** A version of a cell, with the first and last day on which it was in service. */
export type Cell = readonly [id: string, lon: number, lat: number, firstDay?: string, lastDay?: string]

/**
 * What only the raw events tell: the other side, the id that the events of both sides have, the type allocation code, and
 * of top-ups the money.
 */
export interface EventDetails {
  readonly contact?: string
  readonly id?: string
  readonly tac?: number
  readonly amount?: number
  readonly before?: number
  readonly after?: number
}

/** An event: who, when (`YYYY-MM-DD HH:MM`), at which cell, and of calls and SMS whether they made it. */
export type Event = readonly [
  subscriber: string,
  moment: string,
  cell: string | null,
  outgoing?: boolean | null,
  details?: EventDetails,
]

/** A world small enough to work out by hand. */
export interface World {
  readonly areas: readonly Area[]
  readonly cells: readonly Cell[]
  readonly events: Partial<Record<EventType, readonly Event[]>>
}

/** Fills an empty FlowDB with a world, and seals its days. */
export async function fill(superuserUrl: string, { areas, cells, events }: World): Promise<void> {
  await withClient(superuserUrl, async client => {
    for (const [level, pcod, west, south, east, north] of areas)
      await client.query(
        `INSERT INTO geography.geoms (short_name, long_name, spatial_resolution, additional_metadata, geom)
         VALUES ($1, $1, $2, '{}', ST_Multi(ST_MakeEnvelope($3, $4, $5, $6, 4326)))`,
        [pcod, level, west, south, east, north],
      )
    const versions = new Map<string, number>()
    for (const [id, lon, lat, firstDay = null, lastDay = null] of cells) {
      const version = versions.get(id) ?? 0
      versions.set(id, version + 1)
      await client.query(
        `INSERT INTO infrastructure.cells (id, version, date_of_first_service, date_of_last_service, geom_point)
         VALUES ($1, $2, $3, $4, ST_SetSRID(ST_Point($5, $6), 4326))`,
        [id, version, firstDay, lastDay, lon, lat],
      )
    }
    for (const [type, rows] of Object.entries(events))
      for (const day of new Set(rows.map(([, moment]) => moment.slice(0, 10))))
        await sealDay(
          client,
          type,
          day,
          rows.filter(([, moment]) => moment.startsWith(day)),
        )
  })
}

/** Loads a day's events into a new table and seals it, as a day that is loaded again. */
export async function sealDay(
  client: pg.Client,
  type: string,
  day: string,
  rows: readonly Event[],
): Promise<void> {
  const { rows: numbers } = await client.query<{ number: string }>(
    `SELECT nextval('etl.data_version_seq') AS number`,
  )
  const name = `${type}_${day.replaceAll('-', '')}_${numbers[0]?.number}`
  const table = `events.${name}`
  await client.query(`CREATE TABLE ${table} (LIKE events.${type} INCLUDING DEFAULTS)`)
  await client.query(
    `INSERT INTO ${table} (id, msisdn, datetime, location_id, tac${columnsOf(type)})
     SELECT id, sha256(subscriber::bytea), moment, location_id, tac${columnsOf(type, 'sha256(contact::bytea)')}
     FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::boolean[])
       WITH ORDINALITY AS event (subscriber, moment, location_id, outgoing, number)
     JOIN ROWS FROM (jsonb_to_recordset($5) AS (contact text, id text, tac integer, amount numeric, before numeric, after numeric))
       WITH ORDINALITY AS details (contact, id, tac, recharge_amount, pre_event_balance, post_event_balance, number)
       USING (number)`,
    [
      rows.map(([who]) => who),
      rows.map(([, moment]) => moment),
      rows.map(([, , cell]) => cell),
      rows.map(([, , , outgoing]) => outgoing ?? null),
      JSON.stringify(rows.map(([, , , , details]) => details ?? {})),
    ],
  )
  await client.query('SELECT derived.number_day($1)', [table])
  await client.query('SELECT derived.derive_day($1, $2, $3, $4)', [type, day, table, name])
  const derived = [`derived.facts_${name}`, `derived.visits_${name}`]
  await client.query('SELECT etl.seal_day($1, $2, $3, $4, $5, $6)', [
    type,
    day,
    table,
    rows.length,
    ...derived,
  ])
}

/** The columns that the tables of only some event types have. */
function columnsOf(type: string, contact = 'msisdn_counterpart'): string {
  if (type === 'calls' || type === 'sms') return `, outgoing, ${contact}`
  return type === 'topups' ? ', recharge_amount, pre_event_balance, post_event_balance' : ''
}

/** Runs `work` with a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** `count` different subscribers. */
export function people(count: number, prefix = 'person'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`)
}
