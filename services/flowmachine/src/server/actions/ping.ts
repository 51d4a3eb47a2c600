import { z } from 'zod'
import { defineAction } from '../action.ts'

/** Whether the server is there. */
export const ping = defineAction({
  name: 'ping',
  open: true,
  params: z.strictObject({}),
  handle: async () => 'pong',
})
