import type pg from 'pg'

/** Has every day that is held checked, as loading a day with its checks does. */
export async function checkEveryDay(database: pg.Pool): Promise<void> {
  await database.query(
    'SELECT etl.check_day(event_type, day, table_name::regclass) FROM etl.sealed_days ORDER BY event_type, day',
  )
}

/** How many raw rows each day of an event type has, as text, in order of the days. */
export async function rawRows(
  database: pg.Pool,
  eventType: 'calls' | 'sms',
): Promise<Record<string, string>> {
  const { rows } = await database.query<{ day: string; number: string }>(
    `SELECT datetime::date::text AS day, count(*)::text AS number FROM events.${eventType} GROUP BY 1 ORDER BY 1`,
  )
  return Object.fromEntries(rows.map(({ day, number }) => [day, number]))
}
