import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkInterval, intervalFields } from '../fields/interval.ts'
import {
  checkMeaningfulLocations,
  labelName,
  MEANINGFUL_LOCATIONS_SOURCE,
  meaningfulLocationsFields,
} from '../fields/meaningful-locations.ts'
import { AREA_UNITS, pickSpatialUnit } from '../fields/spatial-unit.ts'

export const meaningfulLocationsAggregate = defineSpec({
  kind: 'meaningful_locations_aggregate',
  schemaName: 'MeaningfulLocationsAggregate',
  level: 'top',
  source: MEANINGFUL_LOCATIONS_SOURCE,
  spatial: true,
  units: AREA_UNITS,
  schema: z
    .strictObject({
      query_kind: z.literal('meaningful_locations_aggregate'),
      ...intervalFields,
      label: labelName,
      ...meaningfulLocationsFields,
    })
    .superRefine(checkInterval)
    .superRefine((spec, context) => checkMeaningfulLocations(spec, { label: spec.label }, context))
    .meta({
      id: 'MeaningfulLocationsAggregate',
      description:
        'How many subscribers have a meaningful location of a label, such as home, in each place. Who has several of that label counts in the place of each with an equal share of one, so that values are not whole numbers. The sites at which a subscriber had events are clustered, those with events on most days first, each joining the first cluster within the radius; the scores of a site are the averages over its events, those of a cluster the averages over its sites, and its label is told by them.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
