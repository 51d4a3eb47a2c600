import Table from 'cli-table3'
import type { JsonObject, JsonValue } from 'flowclient'

/** Rows as a table for people. All rows have the columns of the first. Empty for no rows. */
export function tableOf(rows: readonly JsonObject[]): string {
  const [first] = rows
  if (first === undefined) return ''
  const columns = Object.keys(first)
  const table = new Table({
    head: columns,
    colAligns: columns.map(column => (typeof first[column] === 'number' ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  })
  table.push(...rows.map(row => columns.map(column => cellOf(row[column]))))
  return `${table.toString()}\n`
}

/** Control characters are shown as blanks: a value must not be able to command the terminal. */
function cellOf(value: JsonValue | undefined): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return value === null || value === undefined ? '' : text.replaceAll(/\p{Cc}/gu, ' ')
}
