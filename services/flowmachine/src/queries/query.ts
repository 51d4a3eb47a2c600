import { createHash } from 'node:crypto'
import { type Spec, unitsOf } from '@flowkit/contract'
import { kindOf } from './index.ts'

/**
 * A query as a value: what is asked, in canonical form, and the queries that it is made of. Never changes.
 *
 * The same spec can be computed in two forms. `stored` is the plain table in the engine's own schema, for use in
 * other queries; `released` has passed the disclosure rules and is what people get. They are different tables,
 * so they are different queries with different ids.
 */
export interface Query {
  readonly id: string
  readonly form: 'stored' | 'released'
  readonly spec: Spec
  readonly children: readonly Query[]
  /**
   * The same query for everybody, where this one is about a subset and a row of one is a row of the other. It is not a
   * part: its result, where one is stored, spares reading events.
   */
  readonly whole?: Query
}

/** The query that somebody asks for. */
export function releasedQuery(spec: Spec): Query {
  const parts = partsOf(spec).map(storedQuery)
  // A result about places can be asked for as a map, so their shapes are released along with it.
  if (spec.query_kind === 'geography') return query('released', spec, parts)
  const shapes = unitsOf(spec).map(unit => releasedQuery({ query_kind: 'geography', ...unit }))
  return query('released', spec, [...parts, ...shapes])
}

/** A query that is a part of another one. */
export function storedQuery(spec: Spec): Query {
  // A sample is drawn from the stored whole, which other samples and the whole itself share.
  if (spec.sampling) return query('stored', spec, [storedQuery({ ...spec, sampling: null })])
  const stored = query('stored', spec, partsOf(spec).map(storedQuery))
  return kindOf(spec).perSubscriber && isSpec(spec.subscriber_subset)
    ? { ...stored, whole: storedQuery({ ...spec, subscriber_subset: null }) }
    : stored
}

/** A query and everything it is made of, parts before wholes, each once. */
export function tree(root: Query): Query[] {
  const found = new Map<string, Query>()
  const visit = (each: Query): void => {
    if (found.has(each.id)) return
    for (const child of each.children) visit(child)
    found.set(each.id, each)
  }
  visit(root)
  return [...found.values()]
}

function query(form: Query['form'], spec: Spec, children: readonly Query[]): Query {
  return { id: queryId(form, spec), form, spec, children }
}

/** 32 hexadecimal digits, as long as FlowKit's, from the SHA-256 of the canonical JSON. */
function queryId(form: Query['form'], spec: Spec): string {
  return createHash('sha256')
    .update(`${form} ${canonicalJson(spec)}`)
    .digest('hex')
    .slice(0, 32)
}

/** JSON with the keys of every object in order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** The specs that stand directly among a spec's parameters, and what the kind needs beside them. */
function partsOf(spec: Spec): Spec[] {
  return [...Object.values(spec).flatMap(specsIn), ...(kindOf(spec).parts?.(spec) ?? [])]
}

function specsIn(value: unknown): Spec[] {
  if (Array.isArray(value)) return value.flatMap(specsIn)
  return isSpec(value) ? [value] : []
}

/** Whether a value is a query in canonical form. */
export function isSpec(value: unknown): value is Spec {
  return (
    typeof value === 'object' &&
    value !== null &&
    'query_kind' in value &&
    typeof value.query_kind === 'string'
  )
}
