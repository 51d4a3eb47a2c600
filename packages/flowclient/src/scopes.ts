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
  const units = unitsOfQuery(query)
  const scopes = [...new Set(units?.flatMap(unit => scopesByRule(query, unit)))].sort()
  const isKnown = (scope: string) =>
    scope.startsWith(publishedSubsetScope('')) || Object.hasOwn(PLACES_BY_KIND, scope.split(':').at(-1) ?? '')
  return units !== undefined && scopes.every(isKnown) ? scopes : undefined
}

/** The scopes that the shapes of a query's places need, as a map of its result holds them; none where that is not known. */
export function shapesScopes(query: unknown): readonly string[] {
  return (unitsOfQuery(query) ?? []).map(geographyScope)
}

/** The scope that the shapes of a kind of places need. */
export const geographyScope = (unit: string) => `${unit}:geography:geography`

/** The kinds of places that a query is about, of flows those of both ends; undefined where that cannot be told. */
function unitsOfQuery(query: unknown): string[] | undefined {
  const unit = unitOfQuery(query)
  if (unit === undefined || !isQuery(query)) return undefined
  const other = 'to_location' in query ? unitOfQuery(query.to_location) : unit
  return other === undefined ? undefined : [...new Set([unit, other])]
}

/** The kind of places that a query is about, of flows that of the places first; undefined where that cannot be told. */
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
