import { perSubscriberKinds, type Spec, type SpecDefinition } from './definition.ts'
import { AGGREGATION_UNITS } from './fields/spatial-unit.ts'
import { limitScopes } from './limits.ts'
import { DEFINITIONS, definitionOf } from './queries/index.ts'
import { NONSPATIAL, publishedSubsetScope, scopesByRule, subsetScope } from './scope-rule.ts'

export { publishedSubsetScope }

/** Scopes that allow an action whatever the query. */
export const SIMPLE_SCOPES = ['run', 'get_result', 'get_available_dates', 'get_qa_checks'] as const
export type SimpleScope = (typeof SIMPLE_SCOPES)[number]

/** The scopes that a canonical query needs, all of them in one role. */
export function neededScopes(query: Spec): string[] {
  return scopesByRule(query, definitionOf(query).unit(query)?.aggregation_unit ?? NONSPATIAL)
}

/** The scope that the geometry of a query's places needs, as its GeoJSON contains them. */
export function geographyScope(query: Spec): string {
  const unit = definitionOf(query).unit(query)
  return `${unit?.aggregation_unit ?? NONSPATIAL}:geography:geography`
}

/** Every scope that can be granted, sorted: FlowKit's triplets, the simple scopes, limits, one for each kind of subset. */
export function allScopes(): string[] {
  const triplets = DEFINITIONS.filter(({ level }) => level === 'top').flatMap(definition => {
    const units = definition.spatial ? AGGREGATION_UNITS : [NONSPATIAL]
    return units.flatMap(unit => [...partsOf(definition)].map(part => `${unit}:${definition.kind}:${part}`))
  })
  const subsets = perSubscriberKinds().map(({ kind }) => subsetScope(kind))
  return [...new Set([...SIMPLE_SCOPES, ...limitScopes(), ...subsets, ...triplets])].sort()
}

function partsOf(definition: SpecDefinition): Set<string> {
  return new Set([definition.kind, ...definition.parts.flatMap(part => [...partsOf(part)])])
}
