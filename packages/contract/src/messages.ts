import { z } from 'zod'

/** On whose behalf a request is made: what the gateway took from a verified token. */
export const identity = z.strictObject({
  issuer: z.string().nullable(),
  subject: z.string().min(1),
  token_id: z.string().nullable(),
})
export type Identity = z.infer<typeof identity>

/** How urgent a query is: whether somebody looks at the screen, or it can wait until nobody does. */
export const priority = z.enum(['interactive', 'background'])

/** What travels to FlowMachine: one JSON frame behind an empty one. An empty frame instead asks for a sign of life. */
export const actionRequest = z.strictObject({
  action: z.string(),
  request_id: z.string().min(1),
  params: z.record(z.string(), z.unknown()).default({}),
  identity: identity.optional(),
  limits: z
    .array(z.string())
    .default([])
    .describe('The scopes that limit how fine a question may be, of the role that allows it.'),
  priority: priority.default('interactive'),
  trace: z
    .string()
    .max(64)
    .optional()
    .describe('What the asker does, where it is traced (W3C Trace Context).'),
})
export type ActionRequest = z.input<typeof actionRequest>

/** What comes back. Details are in `payload`; `msg` is a sentence for a person. */
export const actionReply = z.object({
  status: z.enum(['success', 'error']),
  msg: z.string(),
  payload: z.record(z.string(), z.unknown()),
})
export type ActionReply = z.infer<typeof actionReply>

/**
 * The payload of an error that has nothing to do with what was asked: another process, or this one later, will answer.
 */
export const notNow = z.object({ not_now: z.enum(['busy', 'stopping', 'no database']) })
export type NotNow = z.infer<typeof notNow>

/** The payload of the refusal of a query whose user waits for as many as one may. */
export const tooManyQueries = z.object({ too_many_queries: z.literal(true) })

/** The names of FlowMachine's actions. */
export const ACTIONS = [
  'ping',
  'get_available_queries',
  'get_query_schemas',
  'run_query',
  'poll_query',
  'cancel_query',
  'get_query_kind',
  'get_query_params',
  'get_sql_for_query_result',
  'get_geo_sql_for_query_result',
  'get_geography',
  'get_available_dates',
  'get_aggregation_unit',
  'get_flow_sql_for_query_result',
  'get_query_metadata',
  'list_qa_checks',
  'get_qa_checks',
  'get_published_subsets',
  'close_grant',
] as const
export type ActionName = (typeof ACTIONS)[number]

/** Where a query is in its life, by FlowKit's names; `awol` is the answer about an unknown query. */
export const QUERY_STATES = [
  'known',
  'queued',
  'executing',
  'completed',
  'errored',
  'cancelled',
  'resetting',
  'awol',
] as const
export const queryState = z.enum(QUERY_STATES)
export type QueryState = z.infer<typeof queryState>

/** How many of a query's parts, itself included, have still to be computed: in all, waiting and running. */
export const progress = z.object({
  eligible: z.int().min(0),
  queued: z.int().min(0),
  running: z.int().min(0),
})
export type Progress = z.infer<typeof progress>

/** The formats in which a grant of a result is recorded. */
export const RESULT_FORMATS = [
  'json',
  'csv',
  'geojson',
  'arrow',
  'parquet',
  'flowmap.json',
  'arcs.csv',
] as const
export const resultFormat = z.enum(RESULT_FORMATS)
export type ResultFormat = z.infer<typeof resultFormat>

/** How the delivery of a result ended: all of it went out, a part, or nothing. */
export const grantOutcome = z.enum(['whole', 'broken off', 'failed'])
export type GrantOutcome = z.infer<typeof grantOutcome>

/** The parameters of `close_grant`: which entry of the ledger, and how much of the result went out. */
export const closeGrantParams = z.strictObject({
  grant: z.int().positive(),
  outcome: grantOutcome,
  bytes: z.int().min(0).describe('Before compression.'),
})

/** What was withheld from a released result. */
export const releaseCounts = z.object({
  threshold: z.int().nullable().describe('Counts below this are withheld; null where a kind counts nobody.'),
  rows_released: z.int().min(0),
  cells_left_out: z
    .int()
    .nullable()
    .describe('Cells of the full grid that the result does not hold, true zeros included.'),
})
export type ReleaseCounts = z.infer<typeof releaseCounts>

/** What a stored result means. Which run of the query it is stays between the services. */
export const resultMetadata = z.object({
  query_id: z.string(),
  query_kind: z.string(),
  parameters: z
    .record(z.string(), z.unknown())
    .describe('The query as it was understood, defaults written out.'),
  aggregation_unit: z
    .string()
    .nullable()
    .describe('The places that it is about; null where it is about none.'),
  columns: z.array(z.string()).describe('What the rows hold, in order.'),
  time_zone: z.string().describe('The zone of all days and hours, an IANA name.'),
  computed_at: z.string().describe('When it was computed, in UTC.'),
  up_to_date: z.boolean().describe('Whether the data that it was computed from are still the newest.'),
  data_versions: z
    .record(z.string(), z.string())
    .describe('The version of everything that was read; 0 for a day that is not held.'),
  sources: z
    .array(z.string())
    .describe(
      'What was read of the events: visits or facts, which are derived from them, raw events, or a stored result.',
    ),
  release: releaseCounts,
})
export type ResultMetadata = z.infer<typeof resultMetadata>

/** A quality check that is made of the days of one event type. */
export const qualityCheck = z.object({ cdr_type: z.string(), type_of_query_or_check: z.string() })
export type QualityCheck = z.infer<typeof qualityCheck>

/** What a quality check said of one day. */
export const qualityOutcome = z.object({
  cdr_date: z.string(),
  outcome: z.string(),
  type_of_query_or_check: z.string(),
})
export type QualityOutcome = z.infer<typeof qualityOutcome>

/** Tells one complete result of a query from the next. */
const run = z.int().describe('The number of the run that made the result.')

/** By which the delivery of a result is closed. */
const grant = z.int().describe("The number of the grant in FlowMachine's ledger.")

/** How to read a result that holds places. */
const placesSql = z.object({
  query_id: z.string(),
  query_state: z.literal('completed'),
  aggregation_unit: z.string(),
  sql: z.string(),
  run,
  grant,
  release: releaseCounts,
})

/** The payloads of successful replies, by action. */
export const payloads = {
  run_query: z.object({ query_id: z.string(), progress }),
  poll_query: z.object({
    query_id: z.string(),
    query_kind: z.string(),
    query_state: queryState,
    progress,
    reason: z.string().nullable().describe('Why the query failed, for the person who asked.'),
    queue_position: z
      .int()
      .nullable()
      .describe('The place among the queries of which nothing is computed yet, from 1; null for any other.'),
    elapsed_seconds: z
      .number()
      .nullable()
      .describe('Since the query was queued; null when it is not under way.'),
  }),
  cancel_query: z.object({
    query_id: z.string(),
    query_state: queryState.describe('Where the query is now: it goes on if somebody else wants it.'),
  }),
  get_query_params: z.object({ query_id: z.string(), query_params: z.record(z.string(), z.unknown()) }),
  get_sql_for_query_result: z.object({
    query_id: z.string(),
    query_state: z.literal('completed'),
    sql: z.string(),
    run,
    grant,
    release: releaseCounts,
  }),
  get_geo_sql_for_query_result: placesSql,
  get_flow_sql_for_query_result: placesSql,
  get_geography: z.object({
    query_id: z.string(),
    query_state: z.literal('completed'),
    sql: z.string(),
    run,
    grant,
  }),
  close_grant: z.object({}),
  get_available_dates: z.record(z.string(), z.array(z.string())),
  get_aggregation_unit: z.object({ aggregation_unit: z.string().nullable() }),
  get_query_metadata: z.object({ run, metadata: resultMetadata }),
  list_qa_checks: z.object({ available_qa_checks: z.array(qualityCheck) }),
  get_qa_checks: z.object({ qa_checks: z.array(qualityOutcome) }),
  get_published_subsets: z.object({ subsets: z.array(z.string()) }),
} as const
