import { FLOWMACHINE_RELEASE, type Outcome } from './engines.ts'
import { failed, type Verdict } from './verdict.ts'

const COLUMNS = [
  'asked',
  'FlowKit',
  'here',
  'different',
  'released by FlowKit',
  'released here',
  'different',
  'withheld here only',
  'told here only',
  'explained by',
]

/** The page that tells how the comparison went, as Markdown. */
export function comparisonPage(verdicts: readonly Verdict[]): string {
  const alike = verdicts.filter(({ set }) => set.explained.length === 0).length
  const rows = verdicts.map(verdict => cellsOf(verdict))
  return `# Comparison with FlowKit's own engine

Written by \`pnpm compare-engines\`: \`flowmachine\` ${FLOWMACHINE_RELEASE} from PyPI and FlowMachine answer the same questions, each on a
FlowDB with the synthetic country of the profile \`test\`. The questions are in
[\`sets.ts\`](../integration_tests/src/python-engine/sets.ts). Rows are compared before and after small numbers are
withheld, in any order; numbers are the same within a millionth. The command fails where answers differ and no entry of
[Differences](differences.md) says why, where an entry that rows show is not needed, and where more or fewer rows differ
than this page counted before.

Of ${verdicts.length} questions, ${alike} have the same answers throughout. \`failed\` is a query that the library does not
compute. Columns count rows: before withholding those of each engine and those that differ, then the same of what is
released. Rows that are withheld or told here only have the rule of the entry named last.

Not asked about: \`geography\`, and \`dummy_query\`, which has no result in FlowKit.

${table([COLUMNS, ...rows])}
`
}

function cellsOf({ set, theirs, ours, unredacted, redacted }: Verdict): string[] {
  return [
    set.name,
    size(theirs.unredacted),
    size(ours.unredacted),
    `${unredacted.onlyTheirs + unredacted.onlyOurs + unredacted.changed}`,
    size(theirs.redacted),
    size(ours.redacted),
    `${redacted.changed}`,
    `${redacted.onlyTheirs}`,
    `${redacted.onlyOurs}`,
    set.explained.map(name => `\`${name}\``).join(', '),
  ]
}

function size(outcome: Outcome): string {
  return failed(outcome) || !('rows' in outcome) ? 'failed' : `${outcome.rows.length}`
}

/** A Markdown table with columns as wide as what is in them. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = COLUMNS.map((_, column) => Math.max(3, ...rows.map(row => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...body.map(line)].join('\n')
}
