import type { Progress } from '@flowkit/contract'
import type { Task } from '../store/tasks.ts'
import type { Due } from './due.ts'

/** How much of a query has still to be computed: parts in all, waiting, and running. */
export function progressOf(needed: readonly Due[], tasks: readonly Task[]): Progress {
  const count = (state: Task['state']) => tasks.filter(task => task.state === state).length
  return { eligible: needed.length, queued: count('queued'), running: count('executing') }
}
