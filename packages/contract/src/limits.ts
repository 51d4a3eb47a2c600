import { addDays, daysBetween } from './calendar.ts'
import type { Spec } from './definition.ts'
import { endOfPeriods, minutesOfPeriod, type Periods } from './fields/periods.ts'

const HOUR = 3_600
const DAY = 24 * HOUR

/**
 * How fine the questions of a role may be, in seconds by the clock on the wall. `bucket` is the length of the periods
 * that an answer tells apart, `window` the time in which the events of a query, or of any part of it, may lie.
 *
 * A scope `limit:<what>:<length>` allows that length and anything longer. A role without one has no limit. Of several in
 * one role the shortest counts: like every scope, each allows more beside the others; `any` allows all lengths, so that
 * a role of all scopes has no limit. Limits of different roles are never put together: a request needs one role that
 * has its scopes and whose limits it keeps.
 */
export const LIMITS = {
  bucket: { any: 0, minute: 60, hour: HOUR, day: DAY },
  window: { any: 0, '1h': HOUR, '1d': DAY, '7d': 7 * DAY, '28d': 28 * DAY },
} as const satisfies Record<string, Readonly<Record<string, number>>>

type Limited = keyof typeof LIMITS

/** Every scope that limits a role. */
export function limitScopes(): string[] {
  return Object.entries(LIMITS).flatMap(([what, lengths]) =>
    Object.keys(lengths).map(length => `limit:${what}:${length}`),
  )
}

/** The scopes among some that limit, as one service tells another. */
export function limitsAmong(scopes: readonly string[]): string[] {
  return scopes.filter(scope => scope.startsWith('limit:'))
}

/** Why a role with some scopes may not ask a canonical query, a sentence for each limit; nothing where it may. */
export function beyondLimits(query: Spec, scopes: readonly string[]): string[] {
  return [
    ...beyond('bucket', bucketsIn(query), scopes, 'tells apart periods'),
    ...beyond('window', windowsIn(query), scopes, 'is about events'),
  ]
}

function beyond(
  what: Limited,
  lengths: readonly number[],
  scopes: readonly string[],
  words: string,
): string[] {
  const allowed = Object.entries<number>(LIMITS[what])
    .map(([name, seconds]) => ({ scope: `limit:${what}:${name}`, seconds }))
    .filter(({ scope }) => scopes.includes(scope))
    .toSorted((one, other) => one.seconds - other.seconds)
  const limited = limitsAmong(scopes).some(scope => scope.startsWith(`limit:${what}:`))
  if (!limited || lengths.length === 0) return []
  const [least] = allowed
  // A limit of a newer version, whose length is not known, allows nothing.
  if (least === undefined)
    return [`The ${what} limit of the role is not known here, so nothing is allowed by it.`]
  const shortest = Math.min(...lengths)
  return shortest < least.seconds
    ? [
        `The query ${words} of ${inWords(shortest)}, and ${least.scope} allows none of less than ${inWords(least.seconds)}.`,
      ]
    : []
}

/** The lengths of the periods that a query or its parts tell apart, in seconds. */
function bucketsIn(query: Spec): number[] {
  return specsIn(query).flatMap(spec => [
    ...[spec.interval, spec.total_by, spec.aggregate_by].flatMap(name => NAMED_PERIODS[String(name)] ?? []),
    ...(hasPeriods(spec) ? [minutesOfPeriod(spec) * 60] : []),
  ])
}

/** Months and longer are as long as the shortest of them. */
const NAMED_PERIODS: Readonly<Record<string, number>> = {
  second: 1,
  min: 60,
  minute: 60,
  hour: HOUR,
  day: DAY,
  month: 28 * DAY,
  year: 365 * DAY,
  century: 36_524 * DAY,
}

/** How long the events may lie apart that a query and each of its parts read, hours left out taken off, in seconds. */
function windowsIn(query: Spec): number[] {
  return specsIn(query).flatMap(spec => windowsOf(spec).map(window => secondsWithin(window, hoursOf(spec))))
}

type Window = readonly [start: string, end: string]

function windowsOf(spec: Spec): Window[] {
  if (typeof spec.date === 'string') return [[spec.date, addDays(spec.date, 1)]]
  if (hasPeriods(spec)) return [[spec.start_date, endOfPeriods(spec)]]
  // A kind that compares two periods has two windows.
  return ['', '_a', '_b'].flatMap((which): Window[] => {
    const [start, end] = [spec[`start_date${which}`], spec[`end_date${which}`]]
    if (typeof start !== 'string' || typeof end !== 'string') return []
    // The only kind whose last day is one of the period.
    return [[start, spec.query_kind === 'dfs_metric_total_amount' ? addDays(end, 1) : end]]
  })
}

interface HoursOfDay {
  readonly start_hour: number
  readonly end_hour: number
}

function hoursOf({ hours, night_hours }: Spec): HoursOfDay | null {
  const given = hours ?? night_hours
  return typeof given === 'object' && given !== null ? (given as HoursOfDay) : null
}

function secondsWithin([start, end]: Window, hours: HoursOfDay | null): number {
  const [from, until] = [secondsOf(start), secondsOf(end)]
  if (hours === null) return until - from
  const { start_hour, end_hour } = hours
  const stretches =
    start_hour < end_hour
      ? [[start_hour, end_hour] as const]
      : ([
          [0, end_hour],
          [start_hour, 24],
        ] as const)
  return daysBetween(start, end)
    .flatMap(day =>
      stretches.map(([first, last]) => {
        const midnight = secondsOf(day)
        return Math.min(until, midnight + last * HOUR) - Math.max(from, midnight + first * HOUR)
      }),
    )
    .reduce((sum, seconds) => sum + Math.max(0, seconds), 0)
}

function secondsOf(timestamp: string): number {
  return Date.parse(`${timestamp.includes('T') ? timestamp : `${timestamp}T00:00:00`}Z`) / 1_000
}

function hasPeriods(spec: Spec): spec is Spec & Periods {
  return 'total_periods' in spec
}

/** A query and everything in it, subsets of subscribers too. */
function specsIn(value: unknown): Spec[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(specsIn)
  return isSpec(value) ? [value, ...inner] : inner
}

function isSpec(value: object): value is Spec {
  return 'query_kind' in value
}

function inWords(seconds: number): string {
  const units = [
    [DAY, 'day'],
    [HOUR, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ] as const
  const [length, unit] = units.find(([each]) => seconds >= each) ?? [1, 'second']
  const count = Number((seconds / length).toFixed(2))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
