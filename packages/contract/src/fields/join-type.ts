import { z } from 'zod'

/** What happens to subscribers who are in one of the two queries only. */
const JOIN_TYPES = ['inner', 'full outer', 'left', 'right', 'left outer', 'right outer'] as const

const CANONICAL_JOIN = {
  inner: 'inner',
  'full outer': 'full outer',
  left: 'left outer',
  right: 'right outer',
  'left outer': 'left outer',
  'right outer': 'right outer',
} as const

/** How two queries about subscribers are put together; canonical: one word for each way. */
export const joinType = z
  .enum(JOIN_TYPES)
  .nullish()
  .transform(join => CANONICAL_JOIN[join ?? 'inner'])
  .describe('Whether subscribers without a place at one end count: inner leaves them out.')

export type JoinType = z.output<typeof joinType>
