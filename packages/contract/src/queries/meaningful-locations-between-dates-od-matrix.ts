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

export const meaningfulLocationsBetweenDatesOdMatrix = defineSpec({
  kind: 'meaningful_locations_between_dates_od_matrix',
  schemaName: 'MeaningfulLocationsBetweenDatesODMatrix',
  level: 'top',
  source: MEANINGFUL_LOCATIONS_SOURCE,
  spatial: true,
  units: AREA_UNITS,
  schema: z
    .strictObject({
      query_kind: z.literal('meaningful_locations_between_dates_od_matrix'),
      start_date_a: intervalFields.start_date.describe('The first moment of the first period.'),
      end_date_a: intervalFields.end_date.describe('The moment at which the first period has ended.'),
      start_date_b: intervalFields.start_date.describe('The first moment of the other period.'),
      end_date_b: intervalFields.end_date.describe('The moment at which the other period has ended.'),
      label: labelName,
      ...meaningfulLocationsFields,
    })
    .superRefine(checkBothPeriods)
    .superRefine((spec, context) => checkMeaningfulLocations(spec, { label: spec.label }, context))
    .meta({
      id: 'MeaningfulLocationsBetweenDatesODMatrix',
      description:
        'How many subscribers have a meaningful location of a label, such as home, in one place in one period and in another place in another period. Who has several in a period counts for each pair of them with an equal share of one, so that values are not whole numbers. The sites at which a subscriber had events are clustered, those with events on most days first, each joining the first cluster within the radius; the scores of a site are the averages over its events, those of a cluster the averages over its sites, and its label is told by them.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})

interface BothPeriods {
  readonly start_date_a: string
  readonly end_date_a: string
  readonly start_date_b: string
  readonly end_date_b: string
}

function checkBothPeriods(spec: BothPeriods, context: z.RefinementCtx): void {
  checkInterval({ start_date: spec.start_date_a, end_date: spec.end_date_a }, context, 'end_date_a')
  checkInterval({ start_date: spec.start_date_b, end_date: spec.end_date_b }, context, 'end_date_b')
}
