import { perSubscriberKinds, type Spec, type SpecDefinition } from './definition.ts'
import { AGGREGATION_UNITS } from './fields/spatial-unit.ts'
import { DEFINITIONS, definitionOf } from './queries/index.ts'

/** Scopes that allow an action whatever the query. */
export const SIMPLE_SCOPES = ['run', 'get_result', 'get_available_dates', 'get_qa_checks'] as const
export type SimpleScope = (typeof SIMPLE_SCOPES)[number]

/** What a query without places is called in a scope. */
const NONSPATIAL = 'nonspatial'

/**
 * The scopes that a canonical query needs, all of them in one role: `unit:kind:part` for its own kind and every
 * kind among its parts, and `subset:kind` for the kinds that a subset of subscribers is made of.
 */
export function neededScopes(query: Spec): string[] {
  const kinds = kindsIn(query)
  const unit = definitionOf(query).unit(query)?.aggregation_unit ?? NONSPATIAL
  const triplets = kinds.parts.map(part => `${unit}:${query.query_kind}:${part}`)
  return [...new Set([...triplets, ...kinds.subsets.map(subsetScope)])].sort()
}

/** The scope that the geometry of a query's places needs, as its GeoJSON contains them. */
export function geographyScope(query: Spec): string {
  const unit = definitionOf(query).unit(query)
  return `${unit?.aggregation_unit ?? NONSPATIAL}:geography:geography`
}

/** Every scope that can be granted, sorted: FlowKit's triplets, the simple scopes, one for each kind of subset. */
export function allScopes(): string[] {
  const triplets = DEFINITIONS.filter(({ level }) => level === 'top').flatMap(definition => {
    const units = definition.spatial ? AGGREGATION_UNITS : [NONSPATIAL]
    return units.flatMap(unit => [...partsOf(definition)].map(part => `${unit}:${definition.kind}:${part}`))
  })
  const subsets = perSubscriberKinds().map(({ kind }) => subsetScope(kind))
  return [...new Set([...SIMPLE_SCOPES, ...subsets, ...triplets])].sort()
}

const subsetScope = (kind: string) => `subset:${kind}`

function partsOf(definition: SpecDefinition): Set<string> {
  return new Set([definition.kind, ...definition.parts.flatMap(part => [...partsOf(part)])])
}

/** The kinds of a query and its parts, and apart from them those inside its subsets of subscribers. */
function kindsIn(value: unknown): { parts: string[]; subsets: string[] } {
  const parts: string[] = []
  const subsets: string[] = []
  const visit = (item: unknown, into: string[]): void => {
    if (typeof item !== 'object' || item === null) return
    for (const [key, inner] of Object.entries(item)) {
      if (key === 'query_kind') into.push(String(inner))
      else visit(inner, key === 'subscriber_subset' ? subsets : into)
    }
  }
  visit(value, parts)
  return { parts, subsets }
}
