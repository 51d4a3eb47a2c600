import { addDays, daysBetween } from '@flowkit/contract'
import { FIRST_DAY, MAPPING_TABLE } from './country.ts'

/** A query as it is sent to FlowAPI, FlowKit's or ours. */
export interface QuerySpec {
  readonly query_kind: string
  readonly [parameter: string]: unknown
}

/** What is asked of both systems, and of DuckDB where it has a query of that name. */
export interface BenchmarkQuery {
  /** `<question>` or `<question>, <variant>`. */
  readonly name: string
  readonly question: Question
  readonly variant: Variant
  readonly spec: QuerySpec
  /** Parts about subscribers whose results FlowKit has stored beforehand. */
  readonly storedByFlowKit: readonly QuerySpec[]
  /** Parts about subscribers whose results ours has stored beforehand. */
  readonly storedByOurs: readonly QuerySpec[]
}

export type Question =
  | 'last location of a day'
  | 'most common location of a day'
  | 'modal location of 7 days'
  | 'modal location of 7 days, all 7 stored'
  | 'modal location of 7 days, 6 of them stored by ours'
  | 'flows between two weeks'
  | 'events by district and hour, 7 days'
  | 'unique subscribers of 7 days'
  | 'radius of gyration of 7 days'

/** What is changed in a question's parameters; `plain` is districts, all hours, calls and SMS. */
const VARIANTS = {
  plain: {},
  '8 to 18 h': { hours: { start_hour: 8, end_hour: 18 } },
  'calls only': { event_types: ['calls'] },
  'mapping table': { mapping_table: MAPPING_TABLE },
  'lon-lat': { aggregation_unit: 'lon-lat' },
} as const satisfies Record<string, Partial<QuerySpec>>
export type Variant = keyof typeof VARIANTS

type Changes = Partial<QuerySpec>

const EVERYBODY = { event_types: null, subscriber_subset: null, hours: null }
const DISTRICTS = { aggregation_unit: 'admin3' }
const WEEK = { start_date: FIRST_DAY, end_date: addDays(FIRST_DAY, 7) }

/** Bins in kilometres, wide enough that nothing is withheld at any scale worth measuring. */
const RADIUS_BINS = [0, 1, 2, 5, 10, 20, 50]

function dailyLocation(date: string, method: 'last' | 'most-common', changes: Changes): QuerySpec {
  return {
    query_kind: 'daily_location',
    date,
    method,
    ...EVERYBODY,
    ...DISTRICTS,
    sampling: null,
    ...changes,
  }
}

function modalLocation(start: string, changes: Changes): QuerySpec {
  return { query_kind: 'modal_location', locations: week(start, changes), sampling: null }
}

function week(start: string, changes: Changes): QuerySpec[] {
  return daysBetween(start, addDays(start, 7)).map(date => dailyLocation(date, 'last', changes))
}

function counted(locations: QuerySpec): QuerySpec {
  return { query_kind: 'spatial_aggregate', locations }
}

const SPECS: Record<Question, (changes: Changes) => QuerySpec> = {
  'last location of a day': changes => counted(dailyLocation(FIRST_DAY, 'last', changes)),
  'most common location of a day': changes => counted(dailyLocation(FIRST_DAY, 'most-common', changes)),
  'modal location of 7 days': changes => counted(modalLocation(FIRST_DAY, changes)),
  'modal location of 7 days, all 7 stored': changes => counted(modalLocation(FIRST_DAY, changes)),
  'modal location of 7 days, 6 of them stored by ours': changes => counted(modalLocation(FIRST_DAY, changes)),
  'flows between two weeks': changes => ({
    query_kind: 'flows',
    from_location: modalLocation(FIRST_DAY, changes),
    to_location: modalLocation(addDays(FIRST_DAY, 7), changes),
    join_type: 'inner',
  }),
  'events by district and hour, 7 days': changes => ({
    query_kind: 'location_event_counts',
    interval: 'hour',
    direction: 'both',
    ...WEEK,
    ...EVERYBODY,
    ...DISTRICTS,
    ...changes,
  }),
  'unique subscribers of 7 days': changes => ({
    query_kind: 'unique_subscriber_counts',
    ...WEEK,
    ...EVERYBODY,
    ...DISTRICTS,
    ...changes,
  }),
  'radius of gyration of 7 days': changes => ({
    query_kind: 'histogram_aggregate',
    metric: { query_kind: 'radius_of_gyration', ...WEEK, ...EVERYBODY, sampling: null, ...changes },
    bins: { bin_list: RADIUS_BINS },
  }),
}

const ALL: readonly Variant[] = ['plain', '8 to 18 h', 'calls only', 'mapping table', 'lon-lat']

/** The variants of each question. The radius of gyration is always about positions. */
const ASKED: Record<Question, readonly Variant[]> = {
  'last location of a day': ALL,
  'most common location of a day': ALL,
  'modal location of 7 days': ALL,
  'modal location of 7 days, all 7 stored': ['plain'],
  'modal location of 7 days, 6 of them stored by ours': ['plain'],
  'flows between two weeks': ALL,
  'events by district and hour, 7 days': ALL,
  'unique subscribers of 7 days': ALL,
  'radius of gyration of 7 days': ['plain', '8 to 18 h', 'calls only'],
}

/** Every query of the benchmark, question by question. */
export const QUERIES: readonly BenchmarkQuery[] = entriesOf(ASKED).flatMap(([question, variants]) =>
  variants.map(variant => ({
    name: variant === 'plain' ? question : `${question}, ${variant}`,
    question,
    variant,
    spec: SPECS[question](VARIANTS[variant]),
    storedByFlowKit: question === 'modal location of 7 days, all 7 stored' ? week(FIRST_DAY, {}) : [],
    storedByOurs: storedByOurs(question),
  })),
)

function storedByOurs(question: Question): readonly QuerySpec[] {
  if (question === 'modal location of 7 days, all 7 stored') return week(FIRST_DAY, {})
  if (question === 'modal location of 7 days, 6 of them stored by ours')
    return week(FIRST_DAY, {}).slice(0, 6)
  return []
}

/** The parts of a spec that are about single subscribers, in the order in which FlowKit's are rendered. */
export function partsOf(spec: QuerySpec): QuerySpec[] {
  return ['locations', 'from_location', 'to_location', 'metric'].flatMap(name => {
    const part = spec[name]
    return isSpec(part) ? [part] : []
  })
}

/** Whether a parameter is itself a query. */
export function isSpec(value: unknown): value is QuerySpec {
  return typeof value === 'object' && value !== null && 'query_kind' in value
}

function entriesOf<K extends string, V>(record: Record<K, V>): [K, V][] {
  return Object.entries(record) as [K, V][]
}
