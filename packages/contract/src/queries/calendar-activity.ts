import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { eventTypes } from '../fields/event-types.ts'
import { hours } from '../fields/hours.ts'
import { checkPeriods, periodFields } from '../fields/periods.ts'
import { sampling } from '../fields/sampling.ts'
import { subscriberSubset } from '../fields/subscriber-subset.ts'

export const calendarActivity = defineSpec({
  kind: 'calendar_activity',
  schemaName: 'CalendarActivity',
  level: 'top',
  spatial: false,
  schema: z
    .strictObject({
      query_kind: z.literal('calendar_activity'),
      ...periodFields,
      event_types: eventTypes,
      subscriber_subset: subscriberSubset(),
      hours,
      sampling,
    })
    .superRefine(checkPeriods)
    .meta({
      id: 'CalendarActivity',
      description:
        'How many subscribers were active in exactly the same periods: grp lists the starts of the periods in which they had an event. Who had none is left out.',
    }),
  unit: () => null,
  parts: [],
})
