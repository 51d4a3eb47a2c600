import { z } from 'zod'
import type { Spec, SpecDefinition } from '../definition.ts'
import { dailyLocation } from './daily-location.ts'
import { flows } from './flows.ts'
import { geography } from './geography.ts'
import { histogramAggregate } from './histogram-aggregate.ts'
import { locationEventCounts } from './location-event-counts.ts'
import { modalLocation } from './modal-location.ts'
import { radiusOfGyration } from './radius-of-gyration.ts'
import { spatialAggregate } from './spatial-aggregate.ts'
import { uniqueSubscriberCounts } from './unique-subscriber-counts.ts'

export {
  dailyLocation,
  flows,
  geography,
  histogramAggregate,
  locationEventCounts,
  modalLocation,
  radiusOfGyration,
  spatialAggregate,
  uniqueSubscriberCounts,
}

/** Every kind of query. A new one is added here. */
export const DEFINITIONS: readonly SpecDefinition[] = [
  dailyLocation,
  flows,
  geography,
  histogramAggregate,
  locationEventCounts,
  modalLocation,
  radiusOfGyration,
  spatialAggregate,
  uniqueSubscriberCounts,
]

/** A query that may be asked for. */
export const topLevelQuery = z
  .discriminatedUnion('query_kind', [
    flows.schema,
    geography.schema,
    histogramAggregate.schema,
    locationEventCounts.schema,
    spatialAggregate.schema,
    uniqueSubscriberCounts.schema,
  ])
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
