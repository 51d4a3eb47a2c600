import type pg from 'pg'
import { type DayOfType, EVENT_TYPES, type EventType } from '../load/event-types.ts'

/** Which days are wanted. */
export interface DayFilter {
  readonly types: readonly EventType[]
  /** The first local date; undefined where the source decides. */
  readonly from: string | undefined
  /** The last local date. */
  readonly to: string | undefined
}

/** The days of a source, as local dates of this deployment. */
export interface DaysOfSource {
  readonly whole: readonly DayOfType[]
  /** Days of which the source has no more than a part, because its days begin at another moment. */
  readonly partial: readonly DayOfType[]
}

/** A local date, and the days of the source that it lies on. */
interface Overlap {
  readonly date: string
  readonly first: string
  readonly last: string
}

/**
 * The days that another FlowDB holds: its tables by day, as far as its log says that they were ingested. Where its
 * time zone is another one than ours, a day of ours is whole when all days are there on which it lies.
 */
export async function daysOfSource(
  source: pg.ClientBase,
  pool: pg.Pool,
  { types, from, to }: DayFilter,
): Promise<DaysOfSource> {
  const held = await tablesByDay(source)
  const { rows } = await source.query<{ timezone: string }>("SELECT current_setting('timezone') AS timezone")
  const timezone = rows[0]?.timezone ?? 'UTC'
  const whole: DayOfType[] = []
  const partial: DayOfType[] = []
  for (const type of EVENT_TYPES.filter(each => types.includes(each))) {
    const days = held.get(type) ?? new Set()
    for (const { date, first, last } of await overlaps(pool, [...days], timezone)) {
      const there = [first, last].filter(day => days.has(day)).length
      if (there === 0 || (from !== undefined && date < from) || (to !== undefined && date > to)) continue
      const list = there === 2 ? whole : partial
      list.push({ type, date })
    }
  }
  return { whole: whole.sort(byDate), partial: partial.sort(byDate) }
}

/** Day by day, so that what is interrupted leaves all types up to a day. */
function byDate(a: DayOfType, b: DayOfType): number {
  return a.date === b.date ? 0 : a.date < b.date ? -1 : 1
}

/** The dates in the names of the tables below `events.<type>`, in the source's own time zone. */
async function tablesByDay(source: pg.ClientBase): Promise<Map<string, Set<string>>> {
  const { rows } = await source.query<{ type: string; date: string }>(`
    SELECT parent.relname AS type, to_date(right(child.relname, 8), 'YYYYMMDD')::text AS date
    FROM pg_inherits
    JOIN pg_class AS parent ON parent.oid = inhparent AND parent.relnamespace = to_regnamespace('events')
    JOIN pg_class AS child ON child.oid = inhrelid AND child.relname ~ ('^' || parent.relname || '_[0-9]{8}$')
  `)
  const ingested = await ingestedDays(source)
  const days = new Map<string, Set<string>>()
  for (const { type, date } of rows) {
    const logged = ingested.get(type)
    if (logged !== undefined && !logged.has(date)) continue
    days.set(type, (days.get(type) ?? new Set()).add(date))
  }
  return days
}

/** The days whose latest state is that they are ingested; nothing for a type that the log does not know. */
async function ingestedDays(source: pg.ClientBase): Promise<Map<string, Set<string>>> {
  const { rows: logs } = await source.query("SELECT WHERE to_regclass('etl.etl_records') IS NOT NULL")
  if (logs.length === 0) return new Map()
  const { rows } = await source.query<{ type: string; dates: string[] }>(`
    SELECT cdr_type AS type, coalesce(array_agg(cdr_date::text) FILTER (WHERE state = 'ingested'), '{}') AS dates
    FROM (
      SELECT DISTINCT ON (cdr_type, cdr_date) cdr_type::text, cdr_date, state
      FROM etl.etl_records
      ORDER BY cdr_type, cdr_date, timestamp DESC, id DESC
    ) AS latest
    GROUP BY cdr_type
  `)
  return new Map(rows.map(({ type, dates }) => [type, new Set(dates)]))
}

/** The local dates that days of another time zone reach into. */
async function overlaps(pool: pg.Pool, days: readonly string[], timezone: string): Promise<Overlap[]> {
  const { rows } = await pool.query<Overlap>(
    `SELECT date::text,
       (begin AT TIME ZONE $2)::date AS first,
       (begin_of_next AT TIME ZONE $2 - interval '1 microsecond')::date AS last
     FROM (
       SELECT DISTINCT day::date + shift AS date
       FROM unnest($1::text[]) AS day, generate_series(-1, 1) AS shift
     ) AS dates,
     flowkit.deployment AS ours,
     LATERAL (
       SELECT date::timestamp AT TIME ZONE ours.timezone AS begin,
         (date + 1)::timestamp AT TIME ZONE ours.timezone AS begin_of_next
     ) AS bounds
     ORDER BY date`,
    [days, timezone],
  )
  return rows
}

/** The days that queries can see already, by `dayKey`. */
export async function heldDays(pool: pg.Pool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ key: string }>(
    "SELECT event_type || ' ' || day AS key FROM etl.sealed_days",
  )
  return new Set(rows.map(({ key }) => key))
}

/** Names a day in the set of those that are held. */
export function dayKey({ type, date }: DayOfType): string {
  return `${type} ${date}`
}
