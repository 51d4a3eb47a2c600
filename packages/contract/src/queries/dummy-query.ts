import { z } from 'zod'
import { defineSpec } from '../definition.ts'
import { checkSpatialUnit, pickSpatialUnit, spatialUnitFields } from '../fields/spatial-unit.ts'

/** Longer than any test has patience for. */
const LONGEST_DELAY_SECONDS = 600

export const dummyQuery = defineSpec({
  kind: 'dummy_query',
  schemaName: 'DummyQuery',
  level: 'top',
  spatial: true,
  schema: z
    .strictObject({
      query_kind: z.literal('dummy_query'),
      ...spatialUnitFields,
      dummy_param: z
        .string()
        .max(1_000)
        .regex(/^[^\0\r\n]*$/, 'Must be one line.')
        .describe('Any text, which is the answer.'),
      dummy_delay: z
        .int()
        .min(0)
        .max(LONGEST_DELAY_SECONDS)
        .nullish()
        .transform(seconds => seconds ?? 0)
        .describe('How many seconds the query takes; none unless given.'),
    })
    .superRefine(checkSpatialUnit)
    .meta({
      id: 'DummyQuery',
      description: 'Reads no data: for trying out whether queries are run. The answer is its own parameter.',
    }),
  unit: pickSpatialUnit,
  parts: [],
})
