import type { DuckDbTimes } from '../duckdb/stage.ts'
import type { Home } from '../home.ts'
import type { Loading } from '../load/load.ts'
import type { MemoryRecord } from '../memory.ts'
import { QUERIES, type Question, type Variant } from '../queries.ts'
import type { Rendering } from '../render/render.ts'
import type { Measured } from '../run/run.ts'
import type { MachineRecord } from './machine.ts'
import { geometricMean, known, median, ratio } from './statistics.ts'

/** A query's line: medians in seconds, and how many times as long the others take as ours. */
export interface Line {
  readonly name: string
  readonly question: Question
  readonly variant: Variant
  readonly classes: readonly string[]
  readonly flowkit: number | undefined
  readonly cold: number | undefined
  readonly placesKept: number | undefined
  readonly duckdb: number | undefined
  readonly repetitions: number
  readonly sources: readonly string[]
  readonly checked: Measured['checked']
}

/** All that was recorded at one scale. */
export interface Scale {
  readonly name: string
  readonly machine: MachineRecord
  /** The version of FlowKit's library; undefined where ours stands alone. */
  readonly library: string | undefined
  readonly loading: Loading
  readonly lines: readonly Line[]
  readonly memory: MemoryRecord | undefined
}

/** Reads the records of a scale; undefined where no query has been measured. */
export function readScale(home: Home, name: string): Scale | undefined {
  const measured = home.read<Measured[]>('measured')
  const machine = home.read<MachineRecord>('machine')
  const rendering = home.read<Rendering>('rendered')
  const loading = home.read<Loading>('loading')
  if (!measured || !machine || !loading) return undefined
  const duckdb = home.read<DuckDbTimes>('duckdb') ?? {}
  const lines = QUERIES.flatMap(({ name, question, variant }) => {
    const own = measured.find(each => each.name === name)
    if (!own) return []
    const rendered = rendering?.queries[name]
    return {
      name,
      question,
      variant,
      classes: rendered && 'classes' in rendered ? rendered.classes : [],
      flowkit: median(own.flowkit),
      cold: median(own.cold),
      placesKept: median(own.placesKept),
      duckdb: median(duckdb[name] ?? []),
      repetitions: own.cold.length,
      sources: own.sources,
      checked: own.checked,
    }
  })
  return { name, machine, library: rendering?.library, loading, lines, memory: home.read('memory') }
}

/** How many events were loaded. */
export function eventsOf({ loading }: Scale): number {
  return loading.parts.reduce((sum, part) => sum + part.rows, 0)
}

/** Ours as most queries find it: the places of a unit are resolved by the first query about it. */
export const usual = (line: Line) => line.placesKept ?? line.cold

/** The means over all lines that can be compared. */
export function meansOf(lines: readonly Line[]) {
  const mean = (of: (line: Line) => number | undefined) => geometricMean(known(lines.map(of)))
  return {
    cold: mean(line => ratio(line.flowkit, line.cold)),
    usual: mean(line => ratio(line.flowkit, usual(line))),
    besideDuckDb: mean(line => ratio(usual(line), line.duckdb)),
  }
}
