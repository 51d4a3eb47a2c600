import type {
  AggregateSpec,
  DailyLocationSpec,
  EventChoice,
  EventType,
  JoinType,
  ModalLocationSpec,
  SpatialUnit,
} from '../reference/specs.ts'
import {
  DAYS,
  dailyLocation,
  flows,
  locationEventCounts,
  spatialAggregate,
  uniqueSubscriberCounts,
} from './questions.ts'

/** Picks numbers from 0 up to, but without, 1, always the same ones for a seed (mulberry32 of Tommy Ettinger). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const UNITS: readonly SpatialUnit[] = [
  { aggregation_unit: 'admin1' },
  { aggregation_unit: 'admin2' },
  { aggregation_unit: 'admin3' },
  { aggregation_unit: 'admin3', mapping_table: 'geography.catchments' },
  { aggregation_unit: 'lon-lat' },
  { aggregation_unit: 'cell' },
  { aggregation_unit: 'site' },
  { aggregation_unit: 'grid:10' },
  { aggregation_unit: 'grid:50' },
]
const EVENT_TYPES: readonly EventType[] = ['calls', 'sms', 'mds', 'topups']
/** Every way of joining, in one of its spellings. */
export const JOIN_TYPES: readonly JoinType[] = ['inner', 'left', 'right outer', 'full outer']
const TIMES = ['', 'T00:00:00', 'T06:45:00', ' 13:00:30', 'T21:10:05.5']

/** What questions are made of, drawn at random; the same things in the same order for the same seed. */
export function draws(seed: number) {
  const roll = dice(seed)
  const number = (below: number) => Math.floor(roll() * below)
  const oneOf = <T>(choices: readonly T[]): T => {
    const choice = choices[number(choices.length)]
    if (choice === undefined) throw new Error('Nothing to choose from')
    return choice
  }
  const sometimes = <T>(chance: number, value: () => T): T | null => (roll() < chance ? value() : null)

  const events = (depth: number): EventChoice => ({
    event_types: sometimes(0.5, () => [oneOf(EVENT_TYPES), oneOf(EVENT_TYPES), oneOf(EVENT_TYPES)]),
    hours: sometimes(0.4, () => {
      const start_hour = number(24)
      return { start_hour, end_hour: (start_hour + 4 + number(18)) % 24 }
    }),
    subscriber_subset: depth > 0 ? null : sometimes(0.3, () => location(oneOf(UNITS), depth + 1)),
  })
  const daily = (unit: SpatialUnit, depth: number, date = oneOf(DAYS)): DailyLocationSpec =>
    dailyLocation(`${date}${sometimes(0.3, () => oneOf(TIMES)) ?? ''}`, {
      ...unit,
      ...events(depth),
      method: oneOf(['last', 'most-common']),
    })
  const location = (unit: SpatialUnit, depth = 0): DailyLocationSpec | ModalLocationSpec =>
    roll() < 0.5
      ? daily(unit, depth)
      : {
          query_kind: 'modal_location',
          locations: DAYS.slice(number(5)).map(date => daily(unit, depth, date)),
        }

  const period = () => {
    const [start, length] = [number(5), 1 + number(3)]
    const end_date = `${DAYS[Math.min(start + length, 6)]}${oneOf(TIMES)}`
    return { start_date: DAYS[start] ?? '', end_date }
  }

  return { number, oneOf, sometimes, unit: () => oneOf(UNITS), events, daily, location, period }
}

/** A question with parameters drawn at random; the same one for the same seed. */
export function anyQuestion(seed: number): AggregateSpec {
  const { number, oneOf, events, location, period, unit: anyUnit } = draws(seed)
  const unit = anyUnit()
  switch (number(4)) {
    case 0:
      return spatialAggregate(location(unit))
    case 1:
      return flows(location(unit), location(number(3) > 0 ? unit : anyUnit()), {
        join_type: oneOf(JOIN_TYPES),
      })
    case 2:
      return locationEventCounts({ ...unit, ...events(0), ...period(), interval: oneOf(['day', 'hour']) })
    default:
      return uniqueSubscriberCounts({ ...unit, ...events(0), ...period() })
  }
}
