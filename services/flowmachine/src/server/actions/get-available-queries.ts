import { z } from 'zod'
import { KINDS } from '../../queries/index.ts'
import { defineAction } from '../action.ts'

/** The kinds of query that can be asked for. */
export const getAvailableQueries = defineAction({
  name: 'get_available_queries',
  open: true,
  params: z.strictObject({}),
  handle: async () => ({
    available_queries: KINDS.filter(({ release }) => release).map(({ contract }) => contract.kind),
  }),
})
