import { subsetOf } from './locations.ts'
import { isWithin, moment } from './moments.ts'
import type { EventChoice } from './specs.ts'
import type { EventRow, World } from './world.ts'

/** Which events, wherever they were. */
export interface Choice extends EventChoice {
  readonly start_date: string
  readonly end_date: string
  readonly direction?: 'in' | 'out' | 'both'
}

/** The events that a query is about which does not ask for places. */
export function occurrences(world: World, choice: Choice): EventRow[] {
  const [from, until] = [moment(choice.start_date), moment(choice.end_date)]
  const types: readonly string[] = choice.event_types ?? ['calls', 'sms']
  const subset = subsetOf(world, choice.subscriber_subset)
  const { hours, direction = 'both' } = choice
  return world.events.filter(
    event =>
      types.includes(event.eventType) &&
      from <= event.moment &&
      event.moment < until &&
      (hours == null || isWithin(hours, event.moment)) &&
      (subset === null || subset.has(event.subscriber)) &&
      (direction === 'both' || event.outgoing === (direction === 'out')),
  )
}
