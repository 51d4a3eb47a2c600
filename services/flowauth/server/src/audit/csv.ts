import type { AuditRow } from './audit.ts'

const COLUMNS = ['id', 'at', 'event', 'username', 'address', 'about', 'details'] as const

/** What spreadsheets take for a formula, whose result could be anything. */
const FORMULA = /^[=+\-@\t\r]/

/** What was recorded, as CSV (RFC 4180) with a heading; moments are RFC 3339 in UTC. */
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
  const plain = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
