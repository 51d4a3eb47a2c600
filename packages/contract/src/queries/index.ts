import { z } from 'zod'
import type { Spec, SpecDefinition } from '../definition.ts'
import * as kinds from './kinds.ts'

export * from './kinds.ts'

type AnyKind = (typeof kinds)[keyof typeof kinds]
/** A kind that may be asked for. */
type TopLevelKind = Extract<AnyKind, { readonly level: 'top' }>

const ALL: readonly AnyKind[] = Object.values(kinds)
/** Every kind of query, in alphabetical order. */
export const DEFINITIONS: readonly SpecDefinition[] = ALL

/** Of all schemas together the compiler writes down no type itself. */
type TopLevelSchema = TopLevelKind['schema']

const [first, ...others] = ALL.filter((kind): kind is TopLevelKind => kind.level === 'top').map(
  ({ schema }): TopLevelSchema => schema,
)
if (!first) throw new Error('There is no kind that may be asked for')

/** A query that may be asked for. */
export const topLevelQuery: z.ZodDiscriminatedUnion<TopLevelSchema[], 'query_kind'> = z
  .discriminatedUnion('query_kind', [first, ...others])
  .meta({ id: 'FlowmachineQuerySchema', description: 'A query that FlowKit answers.' })

/** A query as its asker may write it. */
export type QuerySpec = z.input<typeof topLevelQuery>
/** A query in canonical form. */
export type CanonicalQuery = z.output<typeof topLevelQuery>
/** The canonical spec of one kind. */
export type SpecOf<D extends SpecDefinition> = z.output<D['schema']>

const BY_KIND = new Map(DEFINITIONS.map(definition => [definition.kind, definition]))

/**
 * What the contract knows of a canonical spec's kind.
 *
 * @throws {Error} for a kind that does not exist, which no validated spec has.
 */
export function definitionOf(spec: Spec): SpecDefinition {
  const definition = BY_KIND.get(spec.query_kind)
  if (!definition) throw new Error(`There is no kind of query called ${spec.query_kind}`)
  return definition
}
