import { Home } from '../flowdb/home.ts'
import type { Loading } from '../flowdb/load/load.ts'
import type { Rendering } from '../flowdb/render/render.ts'
import type { MachineRecord } from '../flowdb/report/machine.ts'
import { short, table, times } from '../flowdb/report/markdown.ts'
import { writeMeasured } from '../flowdb/report/output.ts'
import { scalesIn } from '../flowdb/report/report.ts'
import { geometricMean, known, median, ratio } from '../flowdb/report/statistics.ts'
import { KIND_QUERIES } from './kinds.ts'
import type { FlowKitOutcome, MeasuredKind } from './measure.ts'
import type { MoreData } from './more-data.ts'
import { WHY_RAW, WHY_SLOW } from './notes.ts'
import { RECORDS } from './run.ts'

/** The longest that a kind may take with nothing kept, in seconds, unless the page says why. */
const LONGEST = 60

/** A kind's line: seconds, and how many times as long FlowKit takes as ours. */
export interface KindLine {
  readonly kind: string
  readonly cold: number | undefined
  readonly stored: number | undefined
  /** The least that it can be, where FlowKit's SQL was given up. */
  readonly times: number | undefined
  readonly sources: readonly string[]
  readonly raw: readonly string[]
  readonly flowkit: FlowKitOutcome
}

/**
 * Writes what has been measured of the kinds, at all scales, as Markdown.
 *
 * @param output A file, whose head is kept; standard output where there is none.
 * @throws where nothing has been measured.
 */
export function writeKindsReport(folder: string, output: string | undefined): void {
  const sections = scalesIn(folder)
    .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
    .flatMap(name => scaleSection(new Home(folder, name), name) ?? [])
  if (sections.length === 0) throw new Error('Nothing has been measured yet.')
  writeMeasured(`${[...sections, questions()].join('\n\n')}\n`, output)
}

function scaleSection(home: Home, name: string): string | undefined {
  const measured = home.read<MeasuredKind[]>(RECORDS.measured)
  const machine = home.read<MachineRecord>(RECORDS.machine)
  const rendering = home.read<Rendering>(RECORDS.rendered)
  const loading = home.read<Loading>('loading')
  const more = home.read<MoreData>('queries-data')
  if (!measured || !machine || !rendering || !loading || !more) return undefined
  const lines = linesOf(measured)
  const events = loading.parts.reduce((sum, { rows }) => sum + rows, 0)
  const about =
    `${number(events)} calls and SMS, ${number(more.topups)} top-ups and ${number(more.transfers)} rows of mobile money of ` +
    `${number(loading.subscribers)} subscribers, ${number(loading.cells)} cells, 14 days. ${machine.processor}, ` +
    `${machine.cores} cores, ${machine.memoryGB} GB; Node ${machine.node.slice(1)}, PostgreSQL ${machine.postgres}, ` +
    `flowmachine ${rendering.library}. Measured on ${machine.day}; the machine's load when it began was ${machine.load.toFixed(1)}.`
  return [`## ${name} events`, about, kindsTable(lines), ...goals(lines), ...failures(lines)].join('\n\n')
}

const number = (value: number) => value.toLocaleString('en')

/** The lines of what has been measured, in the order of the kinds. */
export function linesOf(measured: readonly MeasuredKind[]): KindLine[] {
  return KIND_QUERIES.flatMap(({ kind }) => {
    const own = measured.find(each => each.kind === kind)
    if (!own) return []
    const { sources, raw, flowkit } = own
    const cold = median(own.cold)
    return {
      kind,
      cold,
      stored: median(own.stored),
      times: ratio(leastSeconds(flowkit), cold),
      sources,
      raw,
      flowkit,
    }
  })
}

function leastSeconds(flowkit: FlowKitOutcome): number | undefined {
  if ('error' in flowkit) return undefined
  return 'seconds' in flowkit ? flowkit.seconds : flowkit.longerThan
}

function kindsTable(lines: readonly KindLine[]): string {
  const rows = lines.map(({ kind, cold, times: faster, stored, sources, raw, flowkit }) => {
    const least = 'longerThan' in flowkit ? '> ' : ''
    const rows = 'rows' in flowkit ? flowkit.rows : undefined
    return [
      kind,
      `${least}${short(leastSeconds(flowkit))}`,
      short(cold),
      `${faster === undefined ? '' : least}${times(faster)}`,
      short(stored),
      rows ? number(rows.flowkit) : '',
      rows ? number(rows.ours) : '',
      rows?.same == null ? '' : number(rows.same),
      sources.join(', '),
      raw.join(', '),
    ]
  })
  const mean = ['geometric mean', '', '', times(geometricMean(known(lines.map(line => line.times))))]
  const head = [
    'seconds',
    'FlowKit',
    'cold',
    '',
    'stored',
    'rows of FlowKit',
    'ours',
    'same',
    'read from',
    'raw tables read',
  ]
  return table(head, [...rows, mean])
}

/** How far the goals are reached, and why not. */
function goals(lines: readonly KindLine[]): string[] {
  // Where FlowKit was given up, it is not known to be the faster one.
  const slower = lines.filter(
    ({ flowkit, times }) => 'seconds' in flowkit && times !== undefined && times < 1,
  )
  const long = lines.filter(line => line.cold !== undefined && line.cold > LONGEST)
  const compared = lines.filter(line => line.times !== undefined)
  return [
    [
      `- Slower than FlowKit, of ${compared.length} that can be compared: ${because(slower, WHY_SLOW)}`,
      `- Longer than ${LONGEST} s with nothing kept: ${because(long, WHY_SLOW)}`,
      `- Raw tables are read by: ${because(
        lines.filter(({ raw }) => raw.length > 0),
        WHY_RAW,
      )}`,
    ].join('\n'),
  ]
}

function because(lines: readonly KindLine[], why: Readonly<Record<string, string>>): string {
  if (lines.length === 0) return 'none.'
  return `${lines.map(({ kind }) => `\`${kind}\` (${why[kind] ?? 'not explained'})`).join(', ')}.`
}

function failures(lines: readonly KindLine[]): string[] {
  const failed = lines.flatMap(({ kind, flowkit }) =>
    'error' in flowkit ? [`- \`${kind}\`: ${flowkit.error.split('\n')[0]}`] : [],
  )
  return failed.length === 0 ? [] : [`What the library or its SQL could not do:\n\n${failed.join('\n')}`]
}

/** What was asked for each kind, and by which query where the kind is a part of it. */
function questions(): string {
  const lines = KIND_QUERIES.map(
    ({ kind, asks, spec }) =>
      `- \`${kind}\`: ${asks}${spec.query_kind === kind ? '' : ` (\`${spec.query_kind}\`)`}`,
  )
  return `## What was asked\n\n${lines.join('\n')}`
}
