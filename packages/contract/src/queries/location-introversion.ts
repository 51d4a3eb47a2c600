import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkContacts } from '../fields/contacts.ts'
import { direction } from '../fields/direction.ts'
import { checkLocatedEvents, locatedEventsFields } from '../fields/located-events.ts'
import { pickSpatialUnit } from '../fields/spatial-unit.ts'

export const locationIntroversion = defineSpec({
  kind: 'location_introversion',
  schemaName: 'LocationIntroversion',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('location_introversion'),
      ...locatedEventsFields(),
      direction: direction.describe(
        'Only places from which subscribers began an interaction (out) or at which they received it (in). Leave out for both, so that each interaction counts where either side was.',
      ),
    })
    .superRefine(checkLocatedEvents)
    .superRefine(checkContacts)
    .meta({
      id: 'LocationIntroversion',
      description:
        'Which share (0 to 1) of the calls and messages of each place had the other side in the same place. Only interactions both sides of which are known, were in a place, and are in the period, the hours and the subset count; those with other networks do not.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
