import { type BenchmarkQuery, partsOf, type QuerySpec } from '../queries.ts'
import type { RenderedQuery } from '../render/render.ts'
import { differentCounts, differentReleases, differentSubscribers } from './agreement.ts'
import type { FlowKit } from './flowkit.ts'
import type { Ours } from './ours.ts'

/** What was compared before a query was timed. */
export interface Checked {
  /** The subscribers whose place or value was compared, those of both ends for flows. */
  readonly subscribers: number
  /** Those of whom the systems differ, all of whom have a tie in the data: neither answer is wrong. */
  readonly tied: number
  /** The rows of ours that were compared. */
  readonly rows: number
}

/**
 * Computes a query in both systems and compares the answers.
 *
 * Of parts about single subscribers each answer must be the same, but for subscribers with a tie, of whom FlowKit
 * takes any place or another one than ours. Counts must be the same but for as many. Events by time are redacted by
 * other rules, so each side's rows must be among those of the other before its redaction.
 *
 * @throws where they don't agree.
 */
export async function check(
  flowkit: FlowKit,
  ours: Ours,
  query: BenchmarkQuery,
  rendered: RenderedQuery,
): Promise<Checked & { readonly sources: string[] }> {
  const id = await ours.compute(query.spec)
  const ourCounts = await ours.counts(id)
  const { theirCounts, parts } = await flowkit.withResult(rendered, async () => ({
    theirCounts: await flowkit.counts(),
    parts: await checkParts(flowkit, ours, query, rendered, id),
  }))
  const different =
    query.spec.query_kind === 'location_event_counts' && rendered.unredacted !== null
      ? differentReleases(theirCounts, await flowkit.counts(rendered.unredacted), ourCounts)
      : differentCounts(theirCounts, ourCounts, parts.tied)
  if (different.length > 0) throw disagreement(query, 'rows', different)
  return { ...parts, rows: ourCounts.size, sources: await ours.sources(id) }
}

async function checkParts(
  flowkit: FlowKit,
  ours: Ours,
  query: BenchmarkQuery,
  rendered: RenderedQuery,
  id: string,
): Promise<{ subscribers: number; tied: number }> {
  let subscribers = 0
  let tied = 0
  for (const [index, part] of partsOf(query.spec).entries()) {
    const theirs = rendered.parts[index]
    if (!theirs) throw new Error(`A part of "${query.name}" has not been rendered`)
    const ourAnswers = await ours.answers(id, part)
    const different = differentSubscribers(await flowkit.answers(theirs.table), ourAnswers)
    const ties =
      different.length > 0 ? await flowkit.tied(theirs.choices, ruleOf(part), different) : new Set()
    const wrong = different.filter(subscriber => !ties.has(subscriber))
    if (wrong.length > 0) throw disagreement(query, 'subscribers', wrong)
    subscribers += ourAnswers.size
    tied += different.length
  }
  return { subscribers, tied }
}

function ruleOf(part: QuerySpec): 'last' | 'most-common' {
  return part.method === 'most-common' ? 'most-common' : 'last'
}

/** Names a few of what differs: pseudonyms and counts of synthetic people. */
function disagreement({ name }: BenchmarkQuery, what: string, keys: readonly string[]): Error {
  return new Error(
    `"${name}": the systems disagree about ${keys.length} ${what}, such as ${keys.slice(0, 3).join('; ')}`,
  )
}
