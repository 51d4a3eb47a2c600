import { geography as contract } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'

/**
 * The places of a unit: `gid`, the place columns, and as GeoJSON in WGS 84 their `geometry` and `centroid`, which
 * are made once here so that no map has to be computed when it is fetched.
 */
export const geography = defineKind({
  contract,
  parts: spec => [placesOf(spec)],
  render: (spec, context) => sql`
    SELECT gid, ${placeColumns(spec).map(column => name(column))},
      ST_AsGeoJSON(geom)::jsonb AS geometry, ST_AsGeoJSON(ST_Centroid(geom))::jsonb AS centroid
    FROM ${context.part(placesOf(spec))}
    ORDER BY place`,
  release: {
    rule: { rule: 'not about subscribers' },
    shape: 'places',
    columns: spec => [...placeColumns(spec), 'geometry'],
    gridSize: () => null,
  },
})
