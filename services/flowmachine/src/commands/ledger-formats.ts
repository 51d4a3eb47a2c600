import { ENTRY_COLUMNS, type LedgerEntry } from '../store/ledger-history.ts'

type Write = (entries: AsyncIterable<LedgerEntry>) => AsyncGenerator<string>

/** How entries of the ledger can be written: for people, for spreadsheets and for programs. */
export const LEDGER_FORMATS = {
  table: async function* (entries) {
    yield line(['ENTRY', 'AT', 'TYPE', 'OUTCOME', 'WHO', 'KIND', 'QUERY', 'RUN', 'ROWS'])
    for await (const entry of entries)
      yield line([
        String(entry.entry),
        entry.at,
        entry.type,
        entry.outcome,
        whoOf(entry),
        entry.kind ?? '',
        entry.query_id,
        String(entry.run ?? ''),
        String(entry.rows ?? ''),
      ])
  },
  csv: async function* (entries) {
    yield `${ENTRY_COLUMNS.join(',')}\r\n`
    for await (const entry of entries)
      yield `${ENTRY_COLUMNS.map(column => cell(entry[column])).join(',')}\r\n`
  },
  jsonl: async function* (entries) {
    for await (const entry of entries) yield `${JSON.stringify(entry)}\n`
  },
} as const satisfies Record<string, Write>

export type LedgerFormat = keyof typeof LEDGER_FORMATS

const WIDTHS = [7, 20, 6, 10, 20, 26, 32, 6]

function line(values: readonly string[]): string {
  return `${values
    .map((value, column) => printable(value).padEnd(WIDTHS[column] ?? 0))
    .join(' ')
    .trimEnd()}\n`
}

/** Names come from tokens: what would move a terminal's cursor is not written to it. */
const printable = (text: string) => text.replace(/\p{Cc}/gu, '·')

function whoOf({ subject, wanted_by }: LedgerEntry): string {
  return subject ?? wanted_by?.map(user => user.subject ?? '').join(', ') ?? ''
}

/** A value of a CSV file (RFC 4180). Texts that a spreadsheet would compute begin with an apostrophe. */
function cell(value: unknown): string {
  if (value === null) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
