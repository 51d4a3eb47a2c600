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

export const meaningfulLocationsBetweenLabelOdMatrix = defineSpec({
  kind: 'meaningful_locations_between_label_od_matrix',
  schemaName: 'MeaningfulLocationsBetweenLabelODMatrix',
  level: 'top',
  source: MEANINGFUL_LOCATIONS_SOURCE,
  spatial: true,
  units: AREA_UNITS,
  schema: z
    .strictObject({
      query_kind: z.literal('meaningful_locations_between_label_od_matrix'),
      ...intervalFields,
      label_a: labelName,
      label_b: labelName,
      ...meaningfulLocationsFields,
    })
    .superRefine(checkInterval)
    .superRefine((spec, context) =>
      checkMeaningfulLocations(spec, { label_a: spec.label_a, label_b: spec.label_b }, context),
    )
    .meta({
      id: 'MeaningfulLocationsBetweenLabelODMatrix',
      description:
        'How many subscribers have a meaningful location of one label, such as home, in one place and one of another label, such as work, in another place. Who has several counts for each pair of them with an equal share of one, so that values are not whole numbers. The sites at which a subscriber had events are clustered, those with events on most days first, each joining the first cluster within the radius; the scores of a site are the averages over its events, those of a cluster the averages over its sites, and its label is told by them.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
