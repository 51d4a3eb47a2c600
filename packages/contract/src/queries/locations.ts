import { z } from 'zod'
import { pickSpatialUnit, type SpatialUnit } from '../fields/spatial-unit.ts'
import { dailyLocation } from './daily-location.ts'
import { modalLocation } from './modal-location.ts'

/** The kinds that give each subscriber at most one place. */
export const REFERENCE_LOCATIONS = [dailyLocation, modalLocation] as const

/** A place in a spec where any reference location may stand. */
export const referenceLocation = z
  .discriminatedUnion('query_kind', [dailyLocation.schema, modalLocation.schema])
  .meta({ id: 'ReferenceLocation', description: 'A query that gives each subscriber one place.' })

export type ReferenceLocation = z.output<typeof referenceLocation>

/** The places that a query about subscribers' locations tells apart. */
export function unitOfLocation(location: ReferenceLocation): SpatialUnit | null {
  return location.query_kind === 'modal_location' ? modalLocation.unit(location) : pickSpatialUnit(location)
}
