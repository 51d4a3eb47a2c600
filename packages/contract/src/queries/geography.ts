import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkSpatialUnit, pickSpatialUnit, spatialUnitFields } from '../fields/spatial-unit.ts'

export const geography = defineSpec({
  kind: 'geography',
  schemaName: 'Geography',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({ query_kind: z.literal('geography'), ...spatialUnitFields })
    .superRefine(checkSpatialUnit)
    .meta({ id: 'Geography', description: 'The places themselves: their ids and their shapes.' }),
  unit: pickSpatialUnit,
  parts: [],
})
