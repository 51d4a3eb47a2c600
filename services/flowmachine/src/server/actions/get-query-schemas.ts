import { querySchemas } from '@flowkit/contract'
import { z } from 'zod'
import { defineAction } from '../action.ts'

/** The OpenAPI schemas of all kinds of query. */
export const getQuerySchemas = defineAction({
  name: 'get_query_schemas',
  open: true,
  params: z.strictObject({}),
  handle: async () => ({ query_schemas: querySchemas() }),
})
