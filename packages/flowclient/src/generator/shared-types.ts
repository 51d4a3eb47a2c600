import type { Schema } from './schemas.ts'

/** A type that several kinds of queries have in common. */
export interface SharedType {
  readonly name: string
  /** The parameter that has it. */
  readonly field: string
  /** Whether the parameter is a list of it. */
  readonly isMember?: true
  readonly words: string
}

/**
 * The types that have a name of their own, since scripts use them too. A parameter of the same name whose values are
 * others is written out where it stands.
 */
export const SHARED_TYPES: readonly SharedType[] = [
  {
    name: 'AggregationUnit',
    field: 'aggregation_unit',
    words:
      'The kind of places that an answer is about: `admin0` is the whole country, `admin1` to `admin3` its areas, ever smaller (what they are called differs: admin3 may be districts or communes), `lon-lat` the positions of cells, `cell` and `site` the operator’s cells and sites by their ids, `grid:5` squares with sides of 5 kilometres.',
  },
  {
    name: 'EventType',
    field: 'event_types',
    isMember: true,
    words: 'The kinds of events: calls, text messages, sessions of mobile data, and top-ups of credit.',
  },
  {
    name: 'Direction',
    field: 'direction',
    words: 'Whether subscribers received an event (`in`) or made it (`out`).',
  },
  {
    name: 'Hours',
    field: 'hours',
    words:
      'A window of hours on each day, in the operator’s local time, from the start of `start_hour` to the start of `end_hour`, each from 0 to 24. 9 to 17 is the working day; 20 to 6 is the evening and the early morning of each calendar day.',
  },
  {
    name: 'EventInterval',
    field: 'interval',
    words: 'How long the time buckets of a count are, by the operator’s clock.',
  },
  {
    name: 'JoinType',
    field: 'join_type',
    words:
      'Whether subscribers count who have a place at one end of a flow only; FlowKit has two spellings for some. `inner`: they don’t. `left`: those count too who were gone then, as a flow to `null`; `right`: those who were new, as a flow from `null`; `full outer`: all of them.',
  },
  {
    name: 'Sampling',
    field: 'sampling',
    words:
      'A random sample of the subscribers that a query has found. Exactly one of `size` and `fraction` is given.',
  },
  {
    name: 'Statistic',
    field: 'statistic',
    words: 'What is made of the several numbers that a subscriber has.',
  },
  {
    name: 'SubscriberSubset',
    field: 'subscriber_subset',
    words:
      'Some of the subscribers: those for whom another query finds something, or a subset that the administrator has published, by its id.',
  },
]

/** What a type depends on beside what is said about it. */
export function shapeOf(schema: Schema): string {
  return JSON.stringify(schema, (key, value) =>
    key === 'description' || key === 'nullable' ? undefined : value,
  )
}
