import { dayOf, isWithin, moment } from './moments.ts'
import { locator, type Place } from './places.ts'
import type { EventChoice, SpatialUnit } from './specs.ts'
import type { World } from './world.ts'

/** An event that could be located, with every place that it counts in: at least one. */
export interface Sighting {
  readonly subscriber: string
  readonly moment: string
  readonly cell: string
  readonly outgoing: boolean | null
  /** What the events of both sides of a call or message have in common; null where it is not known. */
  readonly interaction: string | null
  readonly places: readonly Place[]
}

/** A stretch of time, from its first moment on and before its end, in any spelling. */
export interface Period {
  readonly from: string
  readonly until: string
}

/** What FlowKit reads when a query names no event types. */
const DEFAULT_EVENT_TYPES = ['calls', 'sms']

/**
 * The located events that a query is about.
 *
 * @param subset The subscribers that count; null for everybody.
 */
export function sightings(
  world: World,
  unit: SpatialUnit,
  period: Period,
  choice: EventChoice,
  subset: ReadonlySet<string> | null,
): Sighting[] {
  const [from, until] = [moment(period.from), moment(period.until)]
  const types: readonly string[] = choice.event_types ?? DEFAULT_EVENT_TYPES
  const { hours } = choice
  const placesOf = locator(world, unit)
  return world.events
    .filter(event => types.includes(event.eventType))
    .filter(event => from <= event.moment && event.moment < until)
    .filter(event => hours == null || isWithin(hours, event.moment))
    .filter(event => subset === null || subset.has(event.subscriber))
    .flatMap(({ subscriber, moment: when, cell, outgoing, eventType, id }) =>
      cell === null
        ? []
        : {
            subscriber,
            moment: when,
            cell,
            outgoing,
            interaction: id == null ? null : `${eventType} ${id}`,
            places: placesOf(cell, dayOf(when)),
          },
    )
    .filter(({ places }) => places.length > 0)
}
