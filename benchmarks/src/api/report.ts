import type { MachineRecord } from '../flowdb/report/machine.ts'
import { table } from '../flowdb/report/markdown.ts'
import type { Loop } from './closed-loop.ts'
import type { Latency, Streamed } from './measure.ts'

/** All that a run has measured. */
export interface ApiFigures {
  readonly machine: MachineRecord
  readonly rowsOfSmall: number
  readonly seconds: number
  readonly latencies: readonly Latency[]
  readonly run: Loop
  readonly poll: Loop
  readonly streams: readonly Streamed[]
}

/** The figures as a page of the documentation. */
export function apiReport(figures: ApiFigures): string {
  const { machine, rowsOfSmall, seconds, latencies, run, poll, streams } = figures
  return `# How fast FlowAPI is

Written by \`pnpm bench api\`: FlowAPI before FlowMachine before FlowDB on one machine, tuned as \`flowdb tuning\` would have
it, and the clients on the same machine too, which take their share of its processors.

${machine.day}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.system}, Node ${machine.node}, PostgreSQL ${machine.postgres}. ${machine.load.toFixed(1)}
processes wanted to run, on average over the last minute, when measuring began: more than none means that others were at
work.

## A stored result

${rowsOfSmall} rows as csv, by plain SQL over as many connections as FlowAPI has, and through FlowAPI: the token is checked, the
query looked up, its scopes compared, the grant written to the ledger. Each client asks again as soon as it has an answer,
for ${seconds} seconds; where there are many, they wait for each other most of the time. Who is turned away (503) asks again
after the time that FlowAPI says, and the wait counts. In milliseconds.

${table(
  [
    'clients',
    'SQL p50',
    'SQL p99',
    'FlowAPI p50',
    'FlowAPI p99',
    'added p50',
    'added p99',
    'answers a second',
    'turned away',
  ],
  latencies.map(({ sql, gateway, turnedAway }) => [
    String(gateway.clients),
    ms(sql.p50),
    ms(sql.p99),
    ms(gateway.p50),
    ms(gateway.p99),
    ms(gateway.p50 - sql.p50),
    ms(gateway.p99 - sql.p99),
    gateway.perSecond.toFixed(0),
    String(turnedAway),
  ]),
)}

## Running and polling

A query whose result is stored, by ${run.clients} clients at a time.

${table(
  ['', 'a second', 'p50 ms', 'p99 ms'],
  [
    ['run', run.perSecond.toFixed(0), ms(run.p50), ms(run.p99)],
    ['poll', poll.perSecond.toFixed(0), ms(poll.p50), ms(poll.p99)],
  ],
)}

## Large results

One reader who takes all as fast as it comes, of a FlowAPI that has just been started. The memory is what its process held
before, and the most that it held at all. The rows are a few that repeat themselves, so that what is compressed is smaller
than it would be of others.

${table(
  ['format', 'rows', 'rows a second', 'seconds', 'MB sent', 'memory before, MB', 'most, MB'],
  streams.map(each => [
    each.coding === 'identity' ? each.format : `${each.format}, ${each.coding}`,
    `${each.rows / 1e6} M`,
    `${Math.round(each.rows / each.seconds / 1_000)} k`,
    each.seconds.toFixed(1),
    (each.bytes / 1e6).toFixed(0),
    (each.memoryBefore / 1e6).toFixed(0),
    (each.peakMemory / 1e6).toFixed(0),
  ]),
)}
`
}

/** Milliseconds with three digits. */
function ms(number: number): string {
  return number.toFixed(Math.abs(number) >= 100 ? 0 : Math.abs(number) >= 10 ? 1 : 2)
}
