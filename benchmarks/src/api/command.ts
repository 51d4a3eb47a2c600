import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { type Command, createCommand, InvalidArgumentError } from 'commander'
import { describeMachine } from '../flowdb/report/machine.ts'
import { Caller } from './caller.ts'
import { type Latency, latency, rates, type Streamed, streams } from './measure.ts'
import { apiReport } from './report.ts'
import { enlarge, storeQuery } from './stored.ts'
import { startApiSystem } from './system.ts'

interface Options {
  readonly seconds: number
  readonly rows: readonly number[]
  readonly output?: string
}

/** How many clients ask at a time. */
const CLIENTS = [1, 50, 500] as const
/** How many run and poll. */
const RUNNERS = 50

/** `bench api`: what FlowAPI adds to plain SQL, what it can run and poll, and how fast it streams. */
export function apiCommand(): Command {
  return createCommand('api')
    .description('measure what FlowAPI adds to plain SQL, how often it can be asked, and how fast it streams')
    .option('--seconds <number>', 'for how long each number of clients asks', positive, 10)
    .option('--rows <numbers>', 'how many million rows are streamed: 1,5', millions, millions('1,5'))
    .option('--output <file>', 'where the report goes; the screen unless told')
    .action(bench)
}

async function bench({ seconds, rows, output }: Options): Promise<void> {
  const system = await startApiSystem()
  const caller = new Caller(system.url)
  try {
    const machine = { ...(await describeMachine(system.superuser)), load: loadavg()[0] ?? 0 }
    const large = await storeQuery(system, caller, 'admin2')
    const streamed: Streamed[] = []
    for (const number of rows) {
      say(`${number / 1e6} million rows`)
      await enlarge(system, large, number)
      streamed.push(...(await streams(system, caller, large, number)))
    }
    const stored = await storeQuery(system, caller, 'admin3')
    const latencies: Latency[] = []
    for (const clients of CLIENTS) {
      say(`a stored result, ${clients} clients`)
      latencies.push(await latency(system, caller, stored, clients, seconds))
    }
    say('run and poll')
    const { run, poll } = await rates(caller, stored, RUNNERS, seconds)
    const figures = { machine, rowsOfSmall: stored.rows, seconds, latencies, run, poll, streams: streamed }
    const report = apiReport(figures)
    if (output === undefined) process.stdout.write(report)
    else writeFileSync(output, report)
  } finally {
    caller.close()
    await system.stop()
  }
}

function say(what: string): void {
  process.stderr.write(`${what}\n`)
}

function positive(text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('It must be a number above 0.')
  return number
}

function millions(text: string): number[] {
  return text.split(',').map(part => positive(part) * 1_000_000)
}
