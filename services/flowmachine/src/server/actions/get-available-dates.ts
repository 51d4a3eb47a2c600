import { z } from 'zod'
import { availableDates } from '../../source/catalog.ts'
import { defineAction } from '../action.ts'

/** The days that are held of each event type. */
export const getAvailableDates = defineAction({
  name: 'get_available_dates',
  params: z.strictObject({}),
  handle: (_params, { engine }) => availableDates(engine.control),
})
