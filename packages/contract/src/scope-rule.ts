/** What a query without places is called in a scope. */
export const NONSPATIAL = 'nonspatial'

/**
 * The rule by which a query's scopes are named, all of which one role must hold: `unit:kind:part` for its own kind and
 * every kind among its parts, `subset:kind` for the kinds that a subset of subscribers is made of, and
 * `subset:published:id` for each published subset that it names. It needs no schema, so that clients can follow it too.
 *
 * @param unit The kind of places that the query is about, or {@link NONSPATIAL}.
 */
export function scopesByRule(query: { readonly query_kind: string }, unit: string): string[] {
  const kinds = kindsIn(query)
  const triplets = kinds.parts.map(part => `${unit}:${query.query_kind}:${part}`)
  return [...new Set([...triplets, ...kinds.subsets.map(subsetScope), ...kinds.published])].sort()
}

/** The scope of a kind within a subset of subscribers. */
export const subsetScope = (kind: string) => `subset:${kind}`

/** The scope of a subset that an administrator has published under an id. */
export const publishedSubsetScope = (id: string) => `subset:published:${id}`

/** The kinds of a query and its parts, apart from them those inside its subsets, and scopes of published subsets. */
function kindsIn(value: unknown): { parts: string[]; subsets: string[]; published: string[] } {
  const parts: string[] = []
  const published: string[] = []
  const subsets: string[] = []
  const visit = (item: unknown, into: string[]): void => {
    if (typeof item !== 'object' || item === null) return
    for (const [key, inner] of Object.entries(item)) {
      if (key === 'query_kind') into.push(String(inner))
      else if (key === 'subscriber_subset' && typeof inner === 'string')
        published.push(publishedSubsetScope(inner))
      else visit(inner, key === 'subscriber_subset' ? subsets : into)
    }
  }
  visit(value, parts)
  return { parts, subsets, published }
}
