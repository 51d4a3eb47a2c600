import type { JsonObject } from './operation.ts'

const daily = (date: string): JsonObject => ({
  query_kind: 'daily_location',
  date,
  aggregation_unit: 'admin3',
  method: 'last',
})
const home: JsonObject = {
  query_kind: 'modal_location',
  locations: ['2016-01-01', '2016-01-02', '2016-01-03'].map(daily),
}

/** Queries as somebody may write them, for the body of a run. */
export const QUERY_EXAMPLES: Readonly<
  Record<string, { readonly summary: string; readonly value: JsonObject }>
> = {
  unique_subscriber_counts: {
    summary: 'How many people were seen in each district in a week',
    value: {
      query_kind: 'unique_subscriber_counts',
      start_date: '2016-01-01',
      end_date: '2016-01-08',
      aggregation_unit: 'admin3',
    },
  },
  spatial_aggregate: {
    summary: 'How many people live in each district',
    value: { query_kind: 'spatial_aggregate', locations: home },
  },
  flows: {
    summary: 'How many people moved from one district to another',
    value: { query_kind: 'flows', from_location: home, to_location: daily('2016-01-07'), join_type: 'inner' },
  },
  location_event_counts: {
    summary: 'How many calls there were in each district and hour of a day',
    value: {
      query_kind: 'location_event_counts',
      start_date: '2016-01-01',
      end_date: '2016-01-02',
      interval: 'hour',
      event_types: ['calls'],
      aggregation_unit: 'admin3',
    },
  },
}

/** The id in the examples. */
export const EXAMPLE_ID = '5ffe4a96dbe33a117ae9550178b81836'

/** A query of which three parts have still to be computed. */
export const PROGRESS_EXAMPLE: JsonObject = { eligible: 3, queued: 2, running: 1 }

/** The refusal of a query. */
export const REFUSED_QUERY_EXAMPLE: JsonObject = {
  status: 'Error',
  code: 'query_invalid',
  msg: 'Parameter validation failed. The messages are: {"end_date": ["Must be after start_date."]}',
  payload: { validation_error_messages: { end_date: ['Must be after start_date.'] } },
}

/** What the result of a query means. */
export const METADATA_EXAMPLE: JsonObject = {
  query_id: EXAMPLE_ID,
  query_kind: 'unique_subscriber_counts',
  parameters: {
    query_kind: 'unique_subscriber_counts',
    start_date: '2016-01-01',
    end_date: '2016-01-02',
    aggregation_unit: 'admin3',
    mapping_table: null,
    geom_table: null,
    geom_table_join_column: null,
    event_types: ['calls', 'sms'],
    hours: null,
    subscriber_subset: null,
  },
  aggregation_unit: 'admin3',
  columns: ['pcod', 'value'],
  time_zone: 'Africa/Accra',
  computed_at: '2016-02-01T10:00:00Z',
  sources: ['visits'],
  up_to_date: true,
  data_versions: { 'calls/2016-01-01': '12', 'sms/2016-01-01': '13', boundaries: '2', cells: '1' },
  release: { threshold: 16, rows_released: 207, cells_left_out: 9 },
}
