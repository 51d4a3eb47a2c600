import { z } from 'zod'
import type { SpecDefinition } from '../definition.ts'
import type { SpatialUnit } from '../fields/spatial-unit.ts'
import { coalescedLocation } from './coalesced-location.ts'
import { dailyLocation } from './daily-location.ts'
import { majorityLocation } from './majority-location.ts'
import { modalLocation } from './modal-location.ts'
import { mostFrequentLocation } from './most-frequent-location.ts'
import { uniqueLocations } from './unique-locations.ts'
import { visitedMostDays } from './visited-most-days.ts'

/** The kinds that give each subscriber at most one place. */
export const REFERENCE_LOCATIONS = [
  coalescedLocation,
  dailyLocation,
  majorityLocation,
  modalLocation,
  mostFrequentLocation,
  visitedMostDays,
] as const

const REFERENCE_SCHEMAS = [
  coalescedLocation.schema,
  dailyLocation.schema,
  majorityLocation.schema,
  modalLocation.schema,
  mostFrequentLocation.schema,
  visitedMostDays.schema,
] as const

/** A place in a spec where any reference location may stand. */
export const referenceLocation = z
  .discriminatedUnion('query_kind', [...REFERENCE_SCHEMAS])
  .meta({ id: 'ReferenceLocation', description: 'A query that gives each subscriber one place.' })

export type ReferenceLocation = z.output<typeof referenceLocation>

/** The kinds between whose places there can be flows. */
export const FLOW_ENDS = [...REFERENCE_LOCATIONS, uniqueLocations] as const

/** A place in a spec where either end of a flow may stand. */
export const flowEnd = z
  .discriminatedUnion('query_kind', [...REFERENCE_SCHEMAS, uniqueLocations.schema])
  .meta({ id: 'InputToFlows', description: 'A query that gives each subscriber one place or several.' })

export type FlowEnd = z.output<typeof flowEnd>

const BY_KIND = new Map<string, SpecDefinition>(FLOW_ENDS.map(definition => [definition.kind, definition]))

/** The places that a query about subscribers' locations tells apart. */
export function unitOfLocation(location: FlowEnd): SpatialUnit | null {
  return BY_KIND.get(location.query_kind)?.unit(location) ?? null
}
