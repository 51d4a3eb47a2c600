import type { Home } from '../home.ts'
import type { Loading } from '../load/load.ts'
import { type BenchmarkQuery, QUERIES } from '../queries.ts'
import type { RenderedQuery, Rendering } from '../render/render.ts'
import { describeMachine } from '../report/machine.ts'
import type { Servers } from '../servers.ts'
import { type Checked, check } from './check.ts'
import { FlowKit, FlowKitFailure } from './flowkit.ts'
import { Ours } from './ours.ts'

/** What was measured of a query; seconds. */
export interface Measured {
  readonly name: string
  /** None where the library cannot render the query, or the database cannot run what it renders. */
  readonly flowkit: readonly number[]
  /** With nothing in the cache but the parts that the query finds stored. */
  readonly cold: readonly number[]
  /** With places resolved by an earlier query; none where the cold query finds them resolved. */
  readonly placesKept: readonly number[]
  readonly sources: readonly string[]
  /** Null where ours stands alone, and there is nothing to compare it with. */
  readonly checked: Checked | { readonly error: string } | null
}

/** How often each query is timed. */
export interface Repeating {
  readonly repetitions: number
  /** After so many seconds a query is not timed again. */
  readonly secondsEach: number
}

const RECORD = 'measured'

/**
 * Times every query in the layouts that are loaded, in turn, once their answers agree. Goes on where an earlier run has
 * stopped.
 *
 * @throws where the answers don't agree.
 */
export async function runQueries(home: Home, servers: Servers, repeating: Repeating): Promise<void> {
  home.write('machine', await describeMachine(servers.flowdb))
  const rendering = oursAlone(home) ? undefined : home.require<Rendering>('rendered', 'render')
  const flowkit = new FlowKit(servers.flowkit)
  const ours = new Ours(await servers.startFlowMachine(), servers.flowdb)
  const measured = [...(home.read<Measured[]>(RECORD) ?? [])]
  for (const query of QUERIES) {
    if (measured.some(({ name }) => name === query.name)) continue
    const result = rendering
      ? await measure(flowkit, ours, query, rendering, repeating)
      : await measureOurs(ours, query, repeating, null)
    measured.push(result)
    home.write(RECORD, measured)
    console.error(summary(result))
  }
}

function oursAlone(home: Home): boolean {
  return home.require<Loading>('loading', 'load').parts.every(({ flowkit }) => flowkit === null)
}

async function measure(
  flowkit: FlowKit,
  ours: Ours,
  query: BenchmarkQuery,
  { queries }: Rendering,
  repeating: Repeating,
): Promise<Measured> {
  const rendered = queries[query.name]
  if (!rendered)
    throw new Error(`The query "${query.name}" has not been rendered: run the stage "render" again.`)
  if ('error' in rendered) return measureOurs(ours, query, repeating, { error: rendered.error })
  return measureBoth(flowkit, ours, query, rendered, repeating).catch(error => {
    if (error instanceof FlowKitFailure) return measureOurs(ours, query, repeating, { error: error.message })
    throw error
  })
}

function measureBoth(
  flowkit: FlowKit,
  ours: Ours,
  query: BenchmarkQuery,
  rendered: RenderedQuery,
  repeating: Repeating,
): Promise<Measured> {
  return flowkit.withStored(rendered, async () => {
    // Computing both answers to compare them also warms the buffers.
    const { sources, ...checked } = await check(flowkit, ours, query, rendered)
    const times = { flowkit: [] as number[], cold: [] as number[], placesKept: [] as number[] }
    await repeat(repeating, async () => {
      times.flowkit.push(await flowkit.time(rendered))
      await timeOurs(ours, query, times)
    })
    return { name: query.name, ...times, sources, checked }
  })
}

async function measureOurs(
  ours: Ours,
  query: BenchmarkQuery,
  repeating: Repeating,
  checked: Measured['checked'],
): Promise<Measured> {
  const sources = await ours.sources(await ours.compute(query.spec))
  const times = { cold: [] as number[], placesKept: [] as number[] }
  await repeat(repeating, () => timeOurs(ours, query, times))
  return { name: query.name, flowkit: [], ...times, sources, checked }
}

async function timeOurs(
  ours: Ours,
  { spec, storedByOurs }: BenchmarkQuery,
  times: { cold: number[]; placesKept: number[] },
): Promise<void> {
  times.cold.push(await ours.time(spec, 'nothing', storedByOurs))
  if (storedByOurs.length === 0) times.placesKept.push(await ours.time(spec, 'places', []))
}

async function repeat({ repetitions, secondsEach }: Repeating, work: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + secondsEach * 1000
  for (let done = 0; done < repetitions && (done === 0 || performance.now() < deadline); done += 1)
    await work()
}

function summary({ name, flowkit, cold, placesKept, checked }: Measured): string {
  const list = (times: readonly number[]) => times.map(time => time.toFixed(2)).join(' ') || '-'
  const outcome =
    checked === null
      ? 'not compared'
      : 'error' in checked
        ? checked.error
        : `${checked.subscribers} subscribers, ${checked.tied} ties`
  return `${name}: FlowKit ${list(flowkit)}; ours ${list(cold)}, places kept ${list(placesKept)} (${outcome})`
}
