import type { z } from 'zod'
import type { AggregationUnit, SpatialUnit } from './fields/spatial-unit.ts'

/** A query in canonical form: its kind and its parameters, with other queries among them. */
export interface Spec {
  readonly query_kind: string
  readonly [parameter: string]: unknown
}

/** `top`: may be asked for; `nested`: per subscriber, so only ever a part of another query. */
export type Level = 'top' | 'nested'

/** What the contract knows of one kind of query. The engine adds how it is computed. */
export interface SpecDefinition<S extends z.ZodType = z.ZodType, L extends Level = Level> {
  readonly kind: string
  /** Name of the schema in the OpenAPI document. */
  readonly schemaName: string
  /** Parses any spelling of a query of this kind into its canonical form. */
  readonly schema: S
  readonly level: L
  /** Where the method comes from, as papers are cited; FlowKit's own definition where nothing is said. */
  readonly source?: string
  /** Whether the result is about places. */
  readonly spatial: boolean
  /** The places that it can be about; all that there are unless given. */
  readonly units?: readonly AggregationUnit[]
  /** The places that the result is about, taken from a canonical spec; null where it has none. */
  readonly unit: (spec: z.output<S>) => SpatialUnit | null
  /** The places at the other end of flows, which may be of another unit. */
  readonly otherUnit?: (spec: z.output<S>) => SpatialUnit | null
  /** The kinds that a query of this kind may have as parts, the subscriber subset left out. */
  readonly parts: readonly SpecDefinition[]
}

const nestedKinds: SpecDefinition[] = []

/** States a kind of query. Nested kinds are remembered, since each of them may hold any other as its subset. */
export function defineSpec<S extends z.ZodType, L extends Level>(
  definition: SpecDefinition<S, L>,
): SpecDefinition<S, L> {
  if (definition.level === 'nested') nestedKinds.push(definition)
  return definition
}

/** The kinds that give rows per subscriber, and so can stand as a subset of subscribers. */
export function perSubscriberKinds(): readonly SpecDefinition[] {
  return nestedKinds
}

/** The canonical form of a list whose order and repetitions mean nothing: sorted, each member once. */
export function asSet<T>(members: readonly T[]): T[] {
  const byText = new Map(members.map(member => [JSON.stringify(member), member]))
  return [...byText.keys()].sort().flatMap(text => byText.get(text) ?? [])
}
