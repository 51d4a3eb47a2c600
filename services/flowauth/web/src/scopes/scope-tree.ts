/** Scopes that begin alike, as a tree: unit, kind of query, kind of a part of it. */
export interface ScopeNode {
  /** The last part of the path, e.g. `flows`. */
  readonly label: string
  /** From the root, e.g. `admin3:flows`; a scope itself where there are no children. */
  readonly path: string
  /** All scopes below, or the scope itself. */
  readonly scopes: readonly string[]
  readonly children: readonly ScopeNode[]
}

interface Draft {
  readonly label: string
  readonly path: string
  readonly scopes: string[]
  readonly children: Map<string, Draft>
}

/** Builds the tree of some scopes: those without parts first, then by name. */
export function scopeTree(scopes: readonly string[]): ScopeNode[] {
  const root: Draft = { label: '', path: '', scopes: [], children: new Map() }
  for (const scope of scopes) {
    let node: Draft = root
    for (const label of scope.split(':')) {
      const path = node.path === '' ? label : `${node.path}:${label}`
      const child: Draft = node.children.get(label) ?? { label, path, scopes: [], children: new Map() }
      node.children.set(label, child)
      child.scopes.push(scope)
      node = child
    }
  }
  return finished(root)
}

function finished(draft: Draft): ScopeNode[] {
  return [...draft.children.values()]
    .map(child => ({ ...child, children: finished(child) }))
    .sort((one, other) => {
      const leavesFirst = Math.min(one.children.length, 1) - Math.min(other.children.length, 1)
      return leavesFirst || one.label.localeCompare(other.label, 'en', { numeric: true })
    })
}

/** The scopes that hold every word of a search, in any order and case. */
export function matchingScopes(scopes: readonly string[], search: string): readonly string[] {
  const words = search
    .toLowerCase()
    .split(/[\s:]+/)
    .filter(Boolean)
  if (words.length === 0) return scopes
  return scopes.filter(scope => {
    const text = scope.toLowerCase()
    return words.every(word => text.includes(word))
  })
}
