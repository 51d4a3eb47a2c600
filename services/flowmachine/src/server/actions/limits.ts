import { beyondLimits, type Spec } from '@flowkit/contract'
import { ActionError } from '../reply.ts'

/**
 * Refuses a query that is finer than whoever asks may ask. The gateway has looked already: this is the second lock.
 *
 * @throws {ActionError}
 */
export function assertWithin(limits: readonly string[], spec: Spec): void {
  const reasons = beyondLimits(spec, limits)
  if (reasons.length > 0) throw new ActionError(reasons.join(' '))
}
