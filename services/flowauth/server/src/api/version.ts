import { z } from 'zod'

/** Which FlowAuth answers. */
export const version = z.object({ version: z.string() })
export type Version = z.output<typeof version>
