import pg from 'pg'

const { builtins } = pg.types

const NUMBERS = new Set<number>([
  builtins.INT2,
  builtins.INT4,
  builtins.INT8,
  builtins.FLOAT4,
  builtins.FLOAT8,
  builtins.NUMERIC,
])
const DOCUMENTS = new Set<number>([builtins.JSON, builtins.JSONB])
const MOMENTS = new Set<number>([builtins.TIMESTAMP, builtins.TIMESTAMPTZ])

const NO_NUMBER = new Set(['NaN', 'Infinity', '-Infinity'])

/** Writes a value that PostgreSQL has written in another language. */
export type Writer = (text: string) => string

/**
 * How values of a PostgreSQL type are written in JSON: numbers as numbers with all their digits, documents as they
 * are, moments in ISO 8601, everything else as text. JSON has no word for `NaN` and the infinities: they are null.
 */
export function jsonWriter(type: number): Writer {
  if (NUMBERS.has(type)) return text => (NO_NUMBER.has(text) ? 'null' : text)
  if (DOCUMENTS.has(type)) return text => text
  if (type === builtins.BOOL) return text => (text === 't' ? 'true' : 'false')
  if (MOMENTS.has(type)) return text => JSON.stringify(isoMoment(text))
  return JSON.stringify
}

/**
 * How values of a PostgreSQL type are written in CSV (RFC 4180). Text that a spreadsheet would take for a formula
 * gets an apostrophe before it, as OWASP advises; numbers are never touched.
 */
export function csvWriter(type: number): Writer {
  if (NUMBERS.has(type)) return text => text
  if (type === builtins.BOOL) return text => (text === 't' ? 'True' : 'False')
  if (MOMENTS.has(type)) return isoMoment
  if (DOCUMENTS.has(type)) return quoted
  return text => quoted(looksLikeFormula(text) ? `'${text}` : text)
}

/** A name or a text as a field of CSV. The empty text is quoted: nothing at all stands for null. */
export function quoted(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** `2016-01-01 00:00:00+00` as `2016-01-01T00:00:00+00:00`; `infinity` as it is. */
function isoMoment(text: string): string {
  return text.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00')
}

/** Numbers that a table holds as text are no formulas, with a sign before them or not; nor are positions of two. */
function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?(,[+-]?\d+(\.\d+)?)?$/.test(text)
}
