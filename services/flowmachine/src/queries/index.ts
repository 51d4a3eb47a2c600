import type { Spec } from '@flowkit/contract'
import { dailyLocation } from './daily-location.ts'
import type { QueryKind, Release } from './definition.ts'
import { flows } from './flows.ts'
import { geography } from './geography.ts'
import { histogramAggregate } from './histogram-aggregate.ts'
import { locationEventCounts } from './location-event-counts.ts'
import { modalLocation } from './modal-location.ts'
import { cellsInPlaces, places } from './places.ts'
import { radiusOfGyration } from './radius-of-gyration.ts'
import { spatialAggregate } from './spatial-aggregate.ts'
import { uniqueSubscriberCounts } from './unique-subscriber-counts.ts'

/** How every kind is computed. A new one is added here. */
export const KINDS: readonly QueryKind[] = [
  cellsInPlaces,
  dailyLocation,
  flows,
  geography,
  histogramAggregate,
  locationEventCounts,
  modalLocation,
  places,
  radiusOfGyration,
  spatialAggregate,
  uniqueSubscriberCounts,
]

const BY_NAME = new Map(KINDS.map(kind => [kind.contract.kind, kind]))

/**
 * How a spec's kind is computed.
 *
 * @throws {Error} for a kind that the engine does not know.
 */
export function kindOf(spec: Spec): QueryKind {
  const kind = BY_NAME.get(spec.query_kind)
  if (!kind) throw new Error(`The engine cannot compute queries of kind ${spec.query_kind}`)
  return kind
}

/**
 * How results of a spec's kind are released.
 *
 * @throws {Error} for a kind whose results never leave the engine.
 */
export function releaseOf(spec: Spec): Release {
  const { release } = kindOf(spec)
  if (!release) throw new Error(`Results of kind ${spec.query_kind} are never released`)
  return release
}
