import { type Command, createCommand } from 'commander'
import { loadDatabaseConfig } from '../config.ts'
import { withDatabase } from '../database.ts'
import { humanSize } from '../sizes.ts'
import { type HeldDay, readStatus, type Status } from '../status.ts'
import { packageVersion } from '../version.ts'

/** `flowdb status`: what the database is and holds, for people or, with `--json`, for programs. */
export function statusCommand(): Command {
  return createCommand('status')
    .description('say what the database is and holds')
    .option('--json', 'as JSON, with every day')
    .action(async ({ json }: { json?: true }) => {
      const status = await withDatabase(loadDatabaseConfig(), 'flowdb status', readStatus)
      const version = packageVersion()
      console.log(json ? JSON.stringify({ version, ...status }, null, 2) : describe(version, status))
    })
}

function describe(version: string, status: Status): string {
  const { migrations } = status
  const facts = [
    ['FlowDB', version],
    ['PostgreSQL', `${status.postgres}, PostGIS ${status.postgis ?? 'not there yet'}`],
    ['Database', `${status.database}, ${humanSize(status.bytes)}`],
    ['Time zone', status.timezone ?? 'not set yet'],
    ['Migrations', `${migrations.applied} applied, ${pending(migrations.pending)}`],
    ...Object.entries(status.referenceVersions).map(([item, edition]) => [
      capitalised(item),
      `version ${edition}`,
    ]),
  ]
  if (migrations.applied === 0) return table(facts)
  return [
    table(facts),
    table([['Schema', 'Size'], ...status.schemas.map(({ name, bytes }) => [name, humanSize(bytes)])]),
    Object.keys(status.events).length === 0 ? 'There are no events.' : table(eventRows(status.events)),
  ].join('\n\n')
}

function pending(names: readonly string[]): string {
  return names.length === 0
    ? 'none pending'
    : `${names.length} pending from ${names[0]} on: run flowdb migrate`
}

function eventRows(events: Status['events']): string[][] {
  return [
    ['Events', 'Days', 'First', 'Last', 'Missing', 'Without raw', 'Rows', 'Size', 'Version'],
    ...Object.entries(events).map(([type, days]) => [
      type,
      String(days.length),
      days.at(0)?.day ?? '',
      days.at(-1)?.day ?? '',
      String(missingDays(days)),
      String(days.filter(({ raw }) => !raw).length),
      sum(days, 'rows').toLocaleString('en'),
      humanSize(sum(days, 'bytes')),
      String(Math.max(...days.map(day => day.version))),
    ]),
  ]
}

/** Days between the first and the last that are not held. */
function missingDays(days: readonly HeldDay[]): number {
  const first = Date.parse(days.at(0)?.day ?? '')
  const last = Date.parse(days.at(-1)?.day ?? '')
  return Math.round((last - first) / 86_400_000) + 1 - days.length
}

function sum(days: readonly HeldDay[], what: 'rows' | 'bytes'): number {
  return days.reduce((total, day) => total + day[what], 0)
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Columns of even width; those of numbers and sizes are short enough to be read aligned to the left. */
function table(rows: readonly string[][]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  )
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
