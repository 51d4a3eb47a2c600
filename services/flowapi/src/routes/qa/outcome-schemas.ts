import type { JsonObject } from '../../openapi/operation.ts'

/** One check of the days of one event type. */
export const CHECK_SCHEMA: JsonObject = {
  type: 'object',
  required: ['cdr_type', 'type_of_query_or_check'],
  properties: { cdr_type: { type: 'string' }, type_of_query_or_check: { type: 'string' } },
}

/** What a check said of one day. */
export const OUTCOME_SCHEMA: JsonObject = {
  type: 'object',
  required: ['cdr_date', 'outcome', 'type_of_query_or_check'],
  properties: {
    cdr_date: { type: 'string', format: 'date' },
    outcome: { type: 'string' },
    type_of_query_or_check: { type: 'string' },
  },
}

/** The parameters that name a check. */
export const CHECK_PARAMETERS = {
  cdr_type: {
    description: 'The type of the events.',
    schema: { type: 'string' },
    example: 'calls',
  },
  check_id: {
    description: 'The check, as the list of checks names it.',
    schema: { type: 'string' },
    example: 'count_added_rows',
  },
} as const
