import type { Api } from './api.ts'
import { readJson } from './bodies.ts'
import { UnexpectedAnswer } from './errors.ts'
import { isObject, type JsonValue } from './json.ts'
import type { EventType } from './queries/index.ts'
import type { CallOptions } from './query-handle.ts'

/** A check that is made of the days of one kind of events. */
export interface QualityCheck {
  readonly cdr_type: EventType
  readonly type_of_query_or_check: string
}

/** What a check said of a day. */
export interface QualityOutcome {
  /** The day: `2016-01-31`. */
  readonly cdr_date: string
  /** A number, mostly, but always as a text. */
  readonly outcome: string
  readonly type_of_query_or_check: string
}

/** Which outcomes of which check are asked for. */
export interface QualityQuestion {
  readonly event_type: EventType
  /** Such as `count_added_rows`; {@link Client.qualityChecks} lists them. */
  readonly check: string
  /** The first day. */
  readonly start_date: string
  /** The last day, which is included: this is not a period of a query. */
  readonly end_date: string
}

/** The checks of loaded days. */
export async function qualityChecks(api: Api, { signal }: CallOptions): Promise<readonly QualityCheck[]> {
  return listOf<QualityCheck>(await readJson(await api.expect(200, 'qa/', { signal }), { signal }))
}

/** What a check said of some days. */
export async function qualityOutcomes(
  api: Api,
  { event_type, check, start_date, end_date }: QualityQuestion,
  { signal }: CallOptions,
): Promise<readonly QualityOutcome[]> {
  const path = `qa/${encodeURIComponent(event_type)}/${encodeURIComponent(check)}`
  const days = new URLSearchParams({ start_date, end_date })
  return listOf<QualityOutcome>(
    await readJson(await api.expect(200, `${path}?${days}`, { signal }), { signal }),
  )
}

function listOf<Item>(answer: JsonValue): readonly Item[] {
  if (isList<Item>(answer)) return answer
  throw new UnexpectedAnswer('The answer is not a list of quality checks.')
}

/** What the items are, FlowAPI answers for. */
function isList<Item>(value: JsonValue): value is JsonValue & readonly Item[] {
  return Array.isArray(value) && value.every(isObject)
}
