import { z } from 'zod'
import { defineAction } from '../action.ts'

/** Whether the server is there. */
export const ping = defineAction({
  name: 'ping',
  params: z.strictObject({}),
  handle: async () => 'pong',
})
