import { z } from 'zod'
import { publishedSubsetIds } from '../../store/published-subsets.ts'
import { defineAction } from '../action.ts'

/** The ids of the subsets that an administrator has published, of which the scopes are made that allow them. */
export const getPublishedSubsets = defineAction({
  name: 'get_published_subsets',
  params: z.strictObject({}),
  open: true,
  handle: async (_params, { engine }) => ({ subsets: await publishedSubsetIds(engine.control) }),
})
