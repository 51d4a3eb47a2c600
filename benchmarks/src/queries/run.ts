import type { Home } from '../flowdb/home.ts'
import type { Rendering } from '../flowdb/render/render.ts'
import { describeMachine } from '../flowdb/report/machine.ts'
import { FlowKit } from '../flowdb/run/flowkit.ts'
import { Ours } from '../flowdb/run/ours.ts'
import type { Servers } from '../flowdb/servers.ts'
import { KIND_QUERIES } from './kinds.ts'
import { type FlowKitOutcome, type MeasuredKind, measureKind } from './measure.ts'
import { RawTables } from './raw-tables.ts'
import { settle } from './settle.ts'

/** The names of the records at a scale. */
export const RECORDS = {
  measured: 'queries-measured',
  rendered: 'queries-rendered',
  machine: 'queries-machine',
} as const

/**
 * Measures every kind that has not been measured, so that a run that was cut short goes on.
 *
 * @param again Kinds that are measured whether they have been or not, and no others; all that are missing, when empty.
 * @param limit After how many seconds FlowKit's SQL is given up.
 */
export async function measureKinds(
  home: Home,
  servers: Servers,
  again: readonly string[],
  limit: number,
): Promise<void> {
  const rendering = home.require<Rendering>(RECORDS.rendered, 'render')
  home.write(RECORDS.machine, await describeMachine(servers.flowdb))
  const measuring = {
    flowkit: new FlowKit(servers.flowkit),
    ours: new Ours(await servers.startFlowMachine(), servers.flowdb),
    rawTables: new RawTables(servers.flowdb),
    rendering,
    limit,
    settle: () => settle(servers.flowdb),
  }
  const measured = new Map((home.read<MeasuredKind[]>(RECORDS.measured) ?? []).map(each => [each.kind, each]))
  for (const query of KIND_QUERIES) {
    const due = again.length > 0 ? again.includes(query.kind) : !measured.has(query.kind)
    if (!due) continue
    const result = await measureKind(measuring, query)
    measured.set(query.kind, result)
    home.write(RECORDS.measured, [...measured.values()])
    console.error(summary(result))
  }
}

function summary({ kind, cold, stored, raw, flowkit }: MeasuredKind): string {
  const list = (times: readonly number[]) => times.map(time => time.toFixed(3)).join(' ')
  return `${kind}: cold ${list(cold)}; stored ${list(stored)}; FlowKit ${outcome(flowkit)}; raw ${raw.join(' ') || '-'}`
}

function outcome(flowkit: FlowKitOutcome): string {
  if ('error' in flowkit) return flowkit.error
  if ('longerThan' in flowkit) return `longer than ${flowkit.longerThan}`
  const { seconds, rows } = flowkit
  return `${seconds.toFixed(2)}, rows ${rows.flowkit}, ours ${rows.ours}, same ${rows.same ?? 'not comparable'}`
}
