import { createLogger, createPool } from '@flowkit/service'
import { type Command, createCommand, Option } from 'commander'
import { areasOf } from '../boundaries/features.ts'
import { type BoundariesReport, LEVELS, type Level, loadBoundaries } from '../boundaries/load.ts'
import { loadDatabaseConfig } from '../config.ts'
import { FlowDbError } from '../errors.ts'
import { fileChunks } from '../ingest/sources.ts'
import { counted } from './words.ts'

interface LoadOptions {
  readonly level: string
  readonly idField: string
  readonly nameField: string
  readonly parentField?: string
  readonly dryRun: boolean
}

/** `flowdb boundaries`: the areas that results are about. */
export function boundariesCommand(): Command {
  const load = createCommand('load')
    .description('load the areas of an administrative level, in place of those that are there')
    .argument('<file>', 'a GeoJSON feature collection in WGS 84, also compressed (.gz)')
    .addOption(
      new Option('--level <number>', 'the administrative level; 0 is the country')
        .choices(LEVELS.map(String))
        .makeOptionMandatory(),
    )
    .requiredOption('--id-field <name>', 'the property that holds the code of an area, such as a p-code')
    .requiredOption('--name-field <name>', 'the property that holds its name')
    .option('--parent-field <name>', 'the property that holds the code of the area that it is part of')
    .option('--dry-run', 'say what would happen, and load nothing', false)
    .action(run)
  return createCommand('boundaries').description('keep the areas that results are about').addCommand(load)
}

async function run(file: string, options: LoadOptions): Promise<void> {
  const level = Number(options.level) as Level
  if (level === 0 && options.parentField !== undefined)
    throw new FlowDbError('The country is part of no other area: leave --parent-field out.')
  const fields = { id: options.idField, name: options.nameField, parent: options.parentField }
  const pool = createPool(loadDatabaseConfig(), 'flowdb boundaries', 2, createLogger('flowdb', 'silent'))
  try {
    const report = await loadBoundaries(pool, level, areasOf(fileChunks(file), fields), options)
    if (options.dryRun) console.log('This would happen:')
    console.log(describeBoundaries(level, report))
  } finally {
    await pool.end()
  }
}

/** What a load came to, and what is remarkable about it, in sentences. */
export function describeBoundaries(level: Level, report: BoundariesReport): string {
  const { overlaps, gaps } = report
  const remark = (count: number, text: string) => (count > 0 ? [text] : [])
  return [
    `admin${level} has ${counted(report.areas, 'area')}: ${report.added} new, ${report.changed} changed, ` +
      `${report.unchanged} as before; ${report.removed} removed.`,
    ...remark(
      report.bridgesRemoved,
      `${counted(report.bridgesRemoved, 'row')} of geography.geo_bridge went with them.`,
    ),
    ...remark(
      report.rewritten,
      `The outline of ${counted(report.rewritten, 'area')} touches itself; it was written in another way, for the same ground.`,
    ),
    ...remark(
      overlaps.count,
      `Warning: ${counted(overlaps.count, 'pair')} of areas overlap, by ${area(overlaps.squareKilometres)}: ` +
        'cells there count in both.',
    ),
    ...remark(
      gaps.count,
      `Warning: there are ${counted(gaps.count, 'gap')} between areas, of ${area(gaps.squareKilometres)} together ` +
        '(lakes that belong to no area among them).',
    ),
    ...remark(
      report.orphans,
      `Warning: the parent of ${counted(report.orphans, 'area')} is not an area of admin${level - 1}.`,
    ),
    ...remark(
      report.cellsOutside,
      `Warning: ${report.cellsOutside} of ${counted(report.cells, 'position')} of cells are in no area.`,
    ),
  ].join('\n')
}

function area(squareKilometres: number): string {
  return `${squareKilometres.toLocaleString('en', { maximumSignificantDigits: 3 })} km²`
}
