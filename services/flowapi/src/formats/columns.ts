import pg from 'pg'

const { builtins } = pg.types

/** What a column holds, for formats that have types. */
export type ColumnType =
  | 'integer'
  | 'long integer'
  | 'number'
  | 'truth'
  | 'day'
  | 'local moment'
  | 'moment'
  | 'document'
  | 'text'

const TYPES: ReadonlyMap<number, ColumnType> = new Map([
  [builtins.INT2, 'integer'],
  [builtins.INT4, 'integer'],
  [builtins.INT8, 'long integer'],
  [builtins.FLOAT4, 'number'],
  [builtins.FLOAT8, 'number'],
  [builtins.NUMERIC, 'number'],
  [builtins.BOOL, 'truth'],
  [builtins.DATE, 'day'],
  [builtins.TIMESTAMP, 'local moment'],
  [builtins.TIMESTAMPTZ, 'moment'],
  [builtins.JSON, 'document'],
  [builtins.JSONB, 'document'],
])

/** What a column of a PostgreSQL type holds. */
export function columnType(type: number): ColumnType {
  return TYPES.get(type) ?? 'text'
}

const DAY_MS = 86_400_000

/** The days since 1970 of a date as PostgreSQL writes it; null for what no calendar has, such as `infinity`. */
export function dayNumber(text: string): number | null {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(ms) ? null : ms / DAY_MS
}

/**
 * The microseconds since 1970 of a moment as PostgreSQL writes it, by the clock on the wall where it has no offset;
 * null for `infinity`.
 */
export function microseconds(text: string): bigint | null {
  const [, day, time, fraction = '', offset = ''] =
    /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?([+-]\d{2}(?::\d{2})?)?$/.exec(text) ?? []
  if (day === undefined) return null
  const zone = offset === '' ? 'Z' : offset.length === 3 ? `${offset}:00` : offset
  return BigInt(Date.parse(`${day}T${time}${zone}`)) * 1_000n + BigInt(fraction.padEnd(6, '0'))
}
