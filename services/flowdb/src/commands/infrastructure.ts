import { createLogger, createPool } from '@flowkit/service'
import { Argument, type Command, createCommand } from 'commander'
import { loadDatabaseConfig } from '../config.ts'
import { type InfrastructureReport, loadInfrastructure } from '../infrastructure/load.ts'
import { INFRASTRUCTURE_TABLES, type InfrastructureTable } from '../infrastructure/tables.ts'
import { fileSource } from '../ingest/sources.ts'
import { columnNames, delimiter } from './options.ts'
import { counted, describeRejected, number } from './words.ts'

interface LoadOptions {
  readonly columns: Readonly<Record<string, string>>
  readonly delimiter: string
  readonly rejects?: string
  readonly dryRun: boolean
}

/** `flowdb infrastructure`: the operator's network, and the devices that use it. */
export function infrastructureCommand(): Command {
  const load = createCommand('load')
    .description('add sites, cells or device types (TACs), and change those that are known')
    .addArgument(new Argument('<what>', 'what the file holds').choices(INFRASTRUCTURE_TABLES))
    .argument('<file>', 'a CSV file with a line of column names, also compressed (.gz)')
    .option('--columns <names>', 'what the file calls columns: id=CELL_ID,longitude=LON', columnNames, {})
    .option('--delimiter <character>', 'what stands between fields', delimiter, ',')
    .option('--rejects <file>', 'where to write which rows were left out, and why')
    .option('--dry-run', 'say what would happen, and load nothing', false)
    .action(run)
  return createCommand('infrastructure')
    .description("keep the operator's sites, cells and device types")
    .addCommand(load)
}

async function run(table: InfrastructureTable, file: string, options: LoadOptions): Promise<void> {
  const pool = createPool(loadDatabaseConfig(), 'flowdb infrastructure', 2, createLogger('flowdb', 'silent'))
  try {
    const report = await loadInfrastructure(pool, {
      table,
      open: () => fileSource(file),
      names: options.columns,
      delimiter: options.delimiter,
      rejectsFile: options.rejects,
      dryRun: options.dryRun,
      agreeing: true,
    })
    if (options.dryRun) console.log('This would happen:')
    console.log(describeInfrastructure(table, report))
  } finally {
    await pool.end()
  }
}

/** What a load came to, in sentences. */
export function describeInfrastructure(table: InfrastructureTable, report: InfrastructureReport): string {
  const { added, versions, changed, unchanged, rejected, outside, level } = report
  const counts = [
    `${number(added)} new`,
    ...(table === 'tacs' ? [] : [counted(versions, 'new version')]),
    `${number(changed)} changed`,
    `${number(unchanged)} as before`,
  ]
  return [
    `${table}: ${counts.join(', ')}.`,
    ...describeRejected(rejected),
    ...(outside > 0
      ? [
          `Warning: ${number(outside)} of their positions ${outside === 1 ? 'is' : 'are'} in no area of admin${level}.`,
        ]
      : []),
  ].join('\n')
}
