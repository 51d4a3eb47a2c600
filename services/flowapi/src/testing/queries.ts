import { type CanonicalQuery, parseQuery } from '@flowkit/contract'

/** A query, as somebody may write it. */
export const spec = {
  query_kind: 'spatial_aggregate',
  locations: {
    query_kind: 'daily_location',
    date: '2016-01-01',
    method: 'last',
    aggregation_unit: 'admin3',
  },
}

/** Worked out by hand from FlowKit's rule: the whole with itself and with each kind in it. */
export const SPEC_SCOPES = [
  'admin3:spatial_aggregate:daily_location',
  'admin3:spatial_aggregate:spatial_aggregate',
]

/** The canonical form of a query that is one. */
export function canonical(query: unknown): CanonicalQuery {
  const parsed = parseQuery(query)
  if (parsed.ok) return parsed.spec
  throw new Error(JSON.stringify(parsed.messages))
}
