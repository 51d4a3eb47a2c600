import { type Command, createCommand, createOption, InvalidArgumentError } from 'commander'
import { DEFAULT_HOME } from '../config.ts'
import { runDuckDb } from './duckdb/stage.ts'
import { Home } from './home.ts'
import { type Layouts, loadLayouts } from './load/load.ts'
import { measureMemory } from './memory.ts'
import { QUERIES } from './queries.ts'
import { renderQueries } from './render/render.ts'
import { writeReport } from './report/report.ts'
import { runQueries } from './run/run.ts'
import { withServers } from './servers.ts'

const STAGES = ['load', 'render', 'run', 'memory', 'duckdb', 'report'] as const
type Stage = (typeof STAGES)[number]

interface Options {
  readonly events: string
  readonly home: string
  readonly layouts: Layouts
  readonly repetitions: number
  readonly secondsEach: number
  readonly output?: string
}

/** `bench flowdb`: FlowKit's layout and SQL, ours, and DuckDB, on the same events. */
export function flowdbCommand(): Command {
  return createCommand('flowdb')
    .description(
      "compare FlowDB and FlowMachine with FlowKit's layout and SQL, and with DuckDB, on the same events",
    )
    .argument('[stage...]', `which stages to run, of ${STAGES.join(', ')}; all unless told`, addStage)
    .option('--events <number>', 'how many events: 200k, 5M, 20M, …', scale, '5M')
    .option('--home <folder>', 'where data and records are kept (FLOWKIT_BENCH_HOME)', DEFAULT_HOME)
    .addOption(
      createOption('--layouts <which>', "which layouts are loaded: FlowKit's and ours, or ours alone")
        .choices(['both', 'ours'])
        .default('both'),
    )
    .option('--repetitions <number>', 'how often each query is timed', wholeNumber, 5)
    .option('--seconds-each <number>', 'after how long a query is not timed again', wholeNumber, 60)
    .option(
      '--output <file>',
      'where the report goes, for all scales that have been measured; the screen unless told',
    )
    .action(bench)
}

async function bench(stages: readonly Stage[] | undefined, options: Options): Promise<void> {
  const wanted = STAGES.filter(stage => !stages?.length || stages.includes(stage))
  const home = new Home(options.home, options.events)
  const { repetitions, secondsEach } = options
  const needServers = wanted.filter(stage => stage !== 'report')
  if (needServers.length > 0)
    await withServers(home, async servers => {
      if (wanted.includes('load')) await loadLayouts(home, servers, eventsOf(options.events), options.layouts)
      if (wanted.includes('render') && options.layouts === 'both')
        renderQueries(home, servers, QUERIES, 'rendered')
      if (wanted.includes('run')) await runQueries(home, servers, { repetitions, secondsEach })
      if (wanted.includes('memory')) await measureMemory(home, servers)
      if (wanted.includes('duckdb')) await runDuckDb(home, servers, repetitions)
    })
  if (wanted.includes('report')) writeReport(options.home, options.output)
}

function addStage(stage: string, previous: readonly Stage[] | undefined): readonly Stage[] {
  const known = STAGES.find(each => each === stage)
  if (!known) throw new InvalidArgumentError(`It must be one of ${STAGES.join(', ')}.`)
  return [...(previous ?? []), known]
}

const SCALE = /^(\d+)([kM])$/

/** A number of events as it is written on the command line, which also names its folder. */
export function scale(text: string): string {
  if (!SCALE.test(text)) throw new InvalidArgumentError('It must be a number such as 200k or 20M.')
  return text
}

/** The number that a scale says. */
export function eventsOf(text: string): number {
  const [, number, unit] = SCALE.exec(text) ?? []
  return Number(number) * (unit === 'M' ? 1_000_000 : 1_000)
}

/** A whole number from 1, as an option's value. */
export function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.')
  return number
}
