import type { Row } from './counted.ts'
import { hiddenParts } from './hidden-parts.ts'
import { locationsOf } from './locations.ts'
import type { CalendarActivitySpec, LocalisedCalendarActivitySpec, Periods } from './metric-specs.ts'
import { moment } from './moments.ts'
import { occurrences } from './occurrences.ts'
import { placeColumns } from './places.ts'
import { type EventChoice, unitOf } from './specs.ts'
import type { World } from './world.ts'

const MINUTES = { days: 1_440, hours: 60, minutes: 1 } as const

const utc = (text: string) => Date.parse(`${moment(text).slice(0, 23)}Z`)
const written = (ms: number) => new Date(ms).toISOString().slice(0, 19)

/** The starts of the periods in which each subscriber was active, in order. */
export function calendarsOf(world: World, spec: Periods & EventChoice): Map<string, readonly string[]> {
  const length = (spec.period_length ?? 1) * MINUTES[spec.period_unit ?? 'days'] * 60_000
  const start = utc(spec.start_date)
  const end_date = written(start + spec.total_periods * length)
  const events = occurrences(world, { ...spec, end_date })
  return new Map(
    [...Map.groupBy(events, ({ subscriber }) => subscriber)].map(([subscriber, own]) => {
      const periods = new Set(own.map(({ moment: when }) => Math.floor((utc(when) - start) / length)))
      return [
        subscriber,
        [...periods].sort((one, other) => one - other).map(at => written(start + at * length)),
      ]
    }),
  )
}

/** How many subscribers have each calendar, as far as it is released. */
export function calendarActivity(world: World, spec: CalendarActivitySpec): Row[] {
  return released([...calendarsOf(world, spec).values()]).map(({ part, count }) => ({
    grp: part,
    value: count,
  }))
}

/** The same for each place. */
export function localisedCalendarActivity(world: World, spec: LocalisedCalendarActivitySpec): Row[] {
  const columns = placeColumns(unitOf(spec.reference_location))
  const calendars = calendarsOf(world, spec)
  const located = [...locationsOf(world, spec.reference_location)].flatMap(([subscriber, place]) => {
    const calendar = calendars.get(subscriber)
    return calendar && place ? [{ place, calendar }] : []
  })
  return [...Map.groupBy(located, ({ place }) => JSON.stringify(place)).values()].flatMap(inPlace =>
    released(inPlace.map(({ calendar }) => calendar)).map(({ part, count }) => ({
      ...Object.fromEntries(columns.map((column, index) => [column, inPlace[0]?.place[index] ?? null])),
      value_label: part,
      value: count,
    })),
  )
}

/** Calendars come in the order of PostgreSQL's `jsonb`: shorter lists first, then by their members. */
function released(calendars: readonly (readonly string[])[]) {
  const counts = [...Map.groupBy(calendars, calendar => JSON.stringify(calendar))]
    .map(([part, same]) => ({ part, length: same[0]?.length ?? 0, count: same.length }))
    .toSorted((one, other) => one.length - other.length || (one.part < other.part ? -1 : 1))
  return hiddenParts(counts)
}
