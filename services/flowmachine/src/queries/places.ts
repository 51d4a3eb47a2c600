import { pickSpatialUnit, type SpatialUnit } from '@flowkit/contract'
import { allPlaces, cellPlaces, placeItems } from '../source/places.ts'
import { defineKind } from './definition.ts'
import { internalKind } from './internal-kind.ts'

// Two kinds that nobody can ask for: the engine keeps them as results so that places are resolved once for all
// queries about a unit, and again when cells, boundaries or a mapping table have changed.

type UnitSpec = SpatialUnit & { readonly query_kind: string }

const internal = (kind: string) => internalKind<UnitSpec>(kind, pickSpatialUnit)

/** The places of a unit, as a part of a query. */
export function placesOf(unit: SpatialUnit) {
  return { query_kind: 'places', ...pickSpatialUnit(unit) }
}

/** Which cells are in which places of a unit, as a part of a query. */
export function cellPlacesOf(unit: SpatialUnit) {
  return { query_kind: 'cell_places', ...pickSpatialUnit(unit) }
}

/** The numbered places of a unit: `place`, `gid`, the place columns and `geom`. */
export const places = defineKind({
  contract: internal('places'),
  reads: placeItems,
  render: spec => allPlaces(spec),
})

/** The places that each version of each cell is in: `cell`, `place`, `first_day`, `last_day`. */
export const cellsInPlaces = defineKind({
  contract: internal('cell_places'),
  parts: spec => [placesOf(spec)],
  reads: placeItems,
  render: (spec, context) => cellPlaces(spec, context.part(placesOf(spec))),
})
