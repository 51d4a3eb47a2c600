import { gigabytes, short, table, times } from './markdown.ts'
import { type Line, meansOf, type Scale, usual } from './scale.ts'
import { ratio } from './statistics.ts'

/** The queries of a scale, one a line, and what was checked. */
export function queriesSection({ lines, memory }: Scale): string {
  const rows = lines.map(line => [
    line.name,
    short(line.flowkit),
    short(line.cold),
    times(ratio(line.flowkit, line.cold)),
    short(line.placesKept),
    times(ratio(line.flowkit, line.placesKept)),
    short(line.duckdb),
    times(ratio(usual(line), line.duckdb)),
    line.sources.join(', '),
    String(line.repetitions),
  ])
  const means = meansOf(lines)
  const mean = [
    'geometric mean',
    '',
    '',
    times(means.cold),
    '',
    times(means.usual),
    '',
    times(means.besideDuckDb),
    '',
    '',
  ]
  return [
    table(
      ['seconds, medians', 'FlowKit', 'ours', '', 'places kept', '', 'DuckDB', 'of it', 'read from', 'n'],
      [...rows, mean],
    ),
    ...checks(lines),
    ...memoryOf(memory),
  ].join('\n\n')
}

function checks(lines: readonly Line[]): string[] {
  const failed = lines.flatMap(({ name, checked }) =>
    checked && 'error' in checked ? [`- ${name}: ${checked.error}`] : [],
  )
  const compared = lines.flatMap(({ name, checked }) =>
    checked && 'rows' in checked ? [{ name, ...checked }] : [],
  )
  const tied = compared.filter(each => each.tied > 0)
  if (compared.length === 0) return ['Only ours was loaded: there was nothing to compare its answers with.']
  return [
    `The answers of ${compared.length} queries were compared before they were timed: ` +
      `${sum(compared.map(each => each.rows))} rows, and what is behind them of ` +
      `${sum(compared.map(each => each.subscribers))} subscribers. ` +
      (tied.length === 0
        ? 'All were equal.'
        : `All were equal, but for subscribers whose place is a tie: ${tied.map(each => `${each.tied} (${each.name})`).join(', ')}.`),
    ...(failed.length === 0 ? [] : [`What the library could not do:\n\n${failed.join('\n')}`]),
  ]
}

/** The query that took most memory while it was computed from nothing. */
function memoryOf(memory: Scale['memory']): string[] {
  const [most] = Object.entries(memory?.peaks ?? {}).sort(([, a], [, b]) => b - a)
  if (!memory || !most) return []
  const [name, peak] = most
  return [
    `Beside the shared buffers, PostgreSQL's processes had at most ${gigabytes(peak)} together, for "${name}"; ` +
      `FlowMachine lets its computations take ${gigabytes(memory.allowed)}.`,
  ]
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0).toLocaleString('en')
