import type { Rendering } from '../flowdb/render/render.ts'
import type { Counts } from '../flowdb/run/agreement.ts'
import { type FlowKit, FlowKitFailure, FlowKitTooSlow } from '../flowdb/run/flowkit.ts'
import type { Ours } from '../flowdb/run/ours.ts'
import { seconds } from '../flowdb/seconds.ts'
import { compareRows, type RowsCompared } from './agreement.ts'
import type { KindQuery } from './kinds.ts'
import type { RawTables } from './raw-tables.ts'

/** What was measured of a kind. */
export interface MeasuredKind {
  readonly kind: string
  /** Seconds with nothing kept, each time. */
  readonly cold: readonly number[]
  /** Seconds of asking for it again. */
  readonly stored: readonly number[]
  /** What it was answered from, in FlowMachine's words. */
  readonly sources: readonly string[]
  /** Which raw tables PostgreSQL has read for it. */
  readonly raw: readonly string[]
  readonly flowkit: FlowKitOutcome
}

/** What became of FlowKit's SQL: it took some seconds, took longer than it may, or cannot be run. */
export type FlowKitOutcome =
  | { readonly seconds: number; readonly rows: RowsCompared }
  | { readonly longerThan: number }
  | { readonly error: string }

/** Both systems, and what a measurement may take. */
export interface Measuring {
  readonly flowkit: FlowKit
  readonly ours: Ours
  readonly rawTables: RawTables
  readonly rendering: Rendering
  /** After how many seconds FlowKit's SQL is given up. */
  readonly limit: number
  /** Waits until what was done before is on the disk. */
  readonly settle: () => Promise<void>
}

/** How often ours is computed, unless the first time takes so many seconds that once will do. */
const COMPUTED = 3
const LONG = 5
/** How often a stored result is asked for. */
const ASKED_AGAIN = 5

/** Measures a kind in both systems, ours first. */
export async function measureKind(measuring: Measuring, query: KindQuery): Promise<MeasuredKind> {
  const { ours, rawTables, settle } = measuring
  await settle()
  const before = await rawTables.scans()
  const cold: number[] = []
  while (cold.length < COMPUTED && !cold.some(time => time > LONG))
    cold.push(await ours.time(query.spec, 'nothing', []))
  const ended = performance.now()
  const stored: number[] = []
  while (stored.length < ASKED_AGAIN) stored.push(await seconds(() => ours.ask(query.spec)))
  const id = await ours.ask(query.spec)
  const sources = await ours.sources(id)
  const flowkit = await measureFlowKit(measuring, query, await ours.counts(id))
  return { kind: query.kind, cold, stored, sources, raw: await rawTables.readSince(before, ended), flowkit }
}

async function measureFlowKit(
  { flowkit, rendering, limit, settle }: Measuring,
  { kind, notRun }: KindQuery,
  ours: Counts,
): Promise<FlowKitOutcome> {
  if (notRun) return { error: notRun }
  const rendered = rendering.queries[kind]
  if (!rendered) throw new Error(`"${kind}" has not been rendered: run the stage "render" again.`)
  if ('error' in rendered) return rendered
  await settle()
  try {
    return await flowkit.withResult(
      rendered,
      async seconds => ({ seconds, rows: compareRows(await flowkit.counts(), ours) }),
      limit,
    )
  } catch (error) {
    if (error instanceof FlowKitTooSlow) return { longerThan: limit }
    if (error instanceof FlowKitFailure) return { error: error.message }
    throw error
  }
}
