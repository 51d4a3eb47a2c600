import type { AuditRow } from './audit.ts'

const COLUMNS = ['id', 'at', 'event', 'username', 'address', 'about', 'details'] as const

/**
 * Where spreadsheets would begin a formula, whose result could be anything: at the beginning of a cell, and after what
 * separates cells elsewhere in the world, whatever blanks come before it and however wide it is written (OWASP, "CSV
 * Injection").
 */
const FORMULA = /(?<=^|[;\t\r\n])(?=(?:(?![\t\r\n])[\s\p{C}])*[=+\-@＝＋－＠])/gu

/**
 * What was recorded, as CSV (RFC 4180) with a heading; moments are RFC 3339 in UTC. What spreadsheets would compute has an
 * apostrophe before it, which makes it a text.
 */
export function auditCsv(rows: readonly AuditRow[]): string {
  const lines = rows.map(row => [
    String(row.id),
    row.at.toISOString(),
    row.event,
    row.username ?? '',
    row.address ?? '',
    row.about ?? '',
    JSON.stringify(row.details),
  ])
  return [COLUMNS, ...lines].map(cells => `${cells.map(quoted).join(',')}\r\n`).join('')
}

function quoted(text: string): string {
  const plain = text.replaceAll(FORMULA, "'")
  return /[",;\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
