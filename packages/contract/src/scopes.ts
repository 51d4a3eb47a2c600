import { perSubscriberKinds, type Spec, type SpecDefinition } from './definition.ts'
import { AGGREGATION_UNITS, type SpatialUnit, sameUnit } from './fields/spatial-unit.ts'
import { limitScopes } from './limits.ts'
import { DEFINITIONS, definitionOf } from './queries/index.ts'
import { NONSPATIAL, publishedSubsetScope, scopesByRule, subsetScope } from './scope-rule.ts'

export { publishedSubsetScope }

/** Scopes that allow an action whatever the query. */
export const SIMPLE_SCOPES = ['run', 'get_result', 'get_available_dates', 'get_qa_checks'] as const
export type SimpleScope = (typeof SIMPLE_SCOPES)[number]

/** The scopes that a canonical query needs, all of them in one role. */
export function neededScopes(query: Spec): string[] {
  return [...new Set(namesOfUnits(query).flatMap(unit => scopesByRule(query, unit)))].sort()
}

/** The scopes that the geometry of a query's places needs, as its GeoJSON contains them: one, or of flows one for each end. */
export function geographyScopes(query: Spec): string[] {
  return namesOfUnits(query).map(unit => `${unit}:geography:geography`)
}

/** The places that a query is about: none, those of one unit, or of flows between two units first those it is about. */
export function unitsOf(query: Spec): SpatialUnit[] {
  const definition = definitionOf(query)
  const [unit, other] = [definition.unit(query), definition.otherUnit?.(query)]
  if (!unit) return []
  return other && !sameUnit(unit, other) ? [unit, other] : [unit]
}

function namesOfUnits(query: Spec): string[] {
  const names = unitsOf(query).map(({ aggregation_unit }) => aggregation_unit)
  return names.length > 0 ? [...new Set(names)] : [NONSPATIAL]
}

/** Every scope that can be granted, sorted: FlowKit's triplets, the simple scopes, limits, one for each kind of subset. */
export function allScopes(): string[] {
  const triplets = DEFINITIONS.filter(({ level }) => level === 'top').flatMap(definition => {
    const units = definition.spatial ? (definition.units ?? AGGREGATION_UNITS) : [NONSPATIAL]
    return units.flatMap(unit => [...partsOf(definition)].map(part => `${unit}:${definition.kind}:${part}`))
  })
  const subsets = perSubscriberKinds().map(({ kind }) => subsetScope(kind))
  return [...new Set([...SIMPLE_SCOPES, ...limitScopes(), ...subsets, ...triplets])].sort()
}

function partsOf(definition: SpecDefinition): Set<string> {
  return new Set([definition.kind, ...definition.parts.flatMap(part => [...partsOf(part)])])
}
