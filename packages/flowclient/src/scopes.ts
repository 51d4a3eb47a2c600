import { NONSPATIAL, publishedSubsetScope, scopesByRule } from '@flowkit/contract/scope-rule'
import { AGGREGATION_UNITS } from './queries/index.ts'
import { PLACES_BY_KIND } from './queries/places-by-kind.ts'

/**
 * The scopes that a query needs beside those of the action.
 *
 * @returns undefined where FlowAPI alone can tell: the query is of a kind that this version does not know, or is not
 * whole.
 */
export function scopesOfQuery(query: unknown): readonly string[] | undefined {
  if (!isQuery(query)) return undefined
  const unit = unitOfQuery(query)
  const scopes = unit === undefined ? [] : scopesByRule(query, unit)
  const isKnown = (scope: string) =>
    scope.startsWith(publishedSubsetScope('')) || Object.hasOwn(PLACES_BY_KIND, scope.split(':').at(-1) ?? '')
  return unit !== undefined && scopes.every(isKnown) ? scopes : undefined
}

/** The scope that the shapes of a query's places need, as a map of its result holds them; undefined where it is not known. */
export function shapesScope(query: unknown): string | undefined {
  const unit = unitOfQuery(query)
  return unit === undefined ? undefined : geographyScope(unit)
}

/** The scope that the shapes of a kind of places need. */
export const geographyScope = (unit: string) => `${unit}:geography:geography`

/** The kind of places that a query is about; undefined where that cannot be told. */
function unitOfQuery(query: unknown): string | undefined {
  if (!isQuery(query) || !Object.hasOwn(PLACES_BY_KIND, query.query_kind)) return undefined
  const fields: Readonly<Record<string, string | null>> = PLACES_BY_KIND
  const field = fields[query.query_kind]
  if (field === null || field === undefined) return NONSPATIAL
  const places: unknown = query[field]
  if (field === 'aggregation_unit') return AGGREGATION_UNITS.find(unit => unit === places)
  return unitOfQuery(Array.isArray(places) ? places[0] : places)
}

/**
 * The scopes that no single role holds, if there are some: of the role that lacks fewest, since roles are never
 * combined.
 */
export function scopesMissing(
  roles: Readonly<Record<string, readonly string[]>>,
  needed: readonly string[],
): readonly string[] {
  const lacking = Object.values(roles).map(scopes => needed.filter(scope => !scopes.includes(scope)))
  return lacking.toSorted((one, other) => one.length - other.length)[0] ?? needed
}

interface Query {
  readonly query_kind: string
  readonly [parameter: string]: unknown
}

function isQuery(value: unknown): value is Query {
  return (
    typeof value === 'object' &&
    value !== null &&
    'query_kind' in value &&
    typeof value.query_kind === 'string'
  )
}
