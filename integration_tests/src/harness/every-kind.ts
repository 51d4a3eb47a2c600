import { SETS } from '../python-engine/sets.ts'
import { uniqueSubscriberCounts } from './questions.ts'

type Spec = Readonly<Record<string, unknown>>

const labelled = SETS.find(({ name }) => name === 'labelled_spatial_aggregate 1')?.spec

/** Questions of kinds of which the Python engine is asked ones that are released as a whole, or not at all. */
const OWN: readonly Spec[] = [
  { query_kind: 'dummy_query', dummy_param: 'a "quoted", text', dummy_delay: 0, aggregation_unit: 'admin0' },
  { query_kind: 'geography', aggregation_unit: 'admin2' },
  { ...uniqueSubscriberCounts({ aggregation_unit: 'lon-lat', hours: { start_hour: 18, end_hour: 21 } }) },
  {
    query_kind: 'aggregate_network_objects',
    total_network_objects: {
      query_kind: 'total_network_objects',
      start_date: '2016-01-01',
      end_date: '2016-01-08',
      aggregation_unit: 'admin3',
      total_by: 'day',
    },
    statistic: 'avg',
    aggregate_by: 'month',
  },
  {
    query_kind: 'metric_aggregate',
    metric: {
      query_kind: 'handset',
      start_date: '2016-01-01',
      end_date: '2016-01-08',
      characteristic: 'model',
      method: 'last',
    },
    method: 'distr',
  },
  { ...labelled, labels: { ...Object(labelled?.labels), stay_length_threshold: 3 } },
]

/** Names of questions that stand for a kind in the place of its first one, for the same reason. */
const OTHERS = ['displacement 1', 'handset 1']

/** A question of each kind that may be asked for; of those about people some rows are released, and not all. */
export const QUESTIONS: ReadonlyMap<string, Spec> = new Map(
  [
    ...SETS.filter(({ kind, spec, name }) => name === `${kind} 1` && spec.query_kind === kind),
    ...SETS.filter(({ name }) => OTHERS.includes(name)),
    ...OWN.map(spec => ({ spec })),
  ].map(({ spec }) => [String(spec.query_kind), spec]),
)

/** Kinds whose rows are about no place. */
export const WITHOUT_A_MAP = ['calendar_activity', 'dummy_query', 'histogram_aggregate', 'metric_aggregate']
