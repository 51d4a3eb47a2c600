import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkPeriods, periodFields } from '../fields/periods.ts'
import { sampling } from '../fields/sampling.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'
import { REFERENCE_LOCATIONS, referenceLocation, unitOfLocation } from './locations.ts'

export const localisedCalendarActivity = defineSpec({
  kind: 'localised_calendar_activity',
  schemaName: 'LocalisedCalendarActivity',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('localised_calendar_activity'),
      reference_location: referenceLocation.describe('What gives each subscriber their place.'),
      ...periodFields,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkPeriods)
    .meta({
      id: 'LocalisedCalendarActivity',
      description:
        'How many subscribers of each place were active in exactly the same periods: value_label lists the starts of the periods in which they had an event, the place is that of the reference location. Who had no event or has no place is left out.',
    }),
  unit: ({ reference_location }) => unitOfLocation(reference_location),
  parts: REFERENCE_LOCATIONS,
})
