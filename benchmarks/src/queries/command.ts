import { type Command, createCommand, InvalidArgumentError } from 'commander'
import { DEFAULT_HOME } from '../config.ts'
import { eventsOf, scale, wholeNumber } from '../flowdb/command.ts'
import { Home } from '../flowdb/home.ts'
import { renderQueries } from '../flowdb/render/render.ts'
import { withServers } from '../flowdb/servers.ts'
import { KIND_QUERIES } from './kinds.ts'
import { loadMoreData } from './more-data.ts'
import { writeKindsReport } from './report.ts'
import { measureKinds, RECORDS } from './run.ts'

const STAGES = ['load', 'render', 'run', 'report'] as const
type Stage = (typeof STAGES)[number]

interface Options {
  readonly events: string
  readonly home: string
  readonly only: readonly string[]
  readonly limit: number
  readonly output?: string
}

/** `bench queries`: every kind, beside what FlowKit runs for it, over the data of `bench flowdb`. */
export function queriesCommand(): Command {
  return createCommand('queries')
    .description('measure every kind of query, cold and stored, beside the SQL that FlowKit runs for it')
    .argument('[stage...]', `which stages to run, of ${STAGES.join(', ')}; all unless told`, addStage)
    .option('--events <number>', 'which data of `bench flowdb load`: 200k, 5M, 20M, …', scale, '5M')
    .option('--home <folder>', 'where data and records are kept (FLOWKIT_BENCH_HOME)', DEFAULT_HOME)
    .option(
      '--only <kind>',
      'measure this kind again, and no others; may be given several times',
      addKind,
      [],
    )
    .option('--limit <seconds>', "after how long FlowKit's SQL is given up", wholeNumber, 300)
    .option(
      '--output <file>',
      'where the report goes, for all scales that have been measured; the screen unless told',
    )
    .action(bench)
}

async function bench(stages: readonly Stage[] | undefined, options: Options): Promise<void> {
  const wanted = STAGES.filter(stage => !stages?.length || stages.includes(stage))
  const home = new Home(options.home, options.events)
  if (wanted.some(stage => stage !== 'report')) {
    home.require('loading', 'load" of "bench flowdb')
    await withServers(home, async servers => {
      if (wanted.includes('load')) await loadMoreData(home, servers, eventsOf(options.events))
      if (wanted.includes('render')) renderQueries(home, servers, RENDERED, RECORDS.rendered)
      if (wanted.includes('run')) await measureKinds(home, servers, options.only, options.limit)
    })
  }
  if (wanted.includes('report')) writeKindsReport(options.home, options.output)
}

const RENDERED = KIND_QUERIES.map(({ kind, spec }) => ({ name: kind, spec, storedByFlowKit: [] }))

function addStage(stage: string, previous: readonly Stage[] | undefined): readonly Stage[] {
  const known = STAGES.find(each => each === stage)
  if (!known) throw new InvalidArgumentError(`It must be one of ${STAGES.join(', ')}.`)
  return [...(previous ?? []), known]
}

function addKind(kind: string, previous: readonly string[]): readonly string[] {
  if (!KIND_QUERIES.some(query => query.kind === kind))
    throw new InvalidArgumentError('There is no such kind.')
  return [...previous, kind]
}
