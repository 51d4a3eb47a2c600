import { ANY_NUMBER, type Equality } from './knowledge.ts'
import { BRANDS, type Dates, type Group, PLACES, type Place } from './people.ts'
import { cell, eachRow, type Learned, people, type Question, type Row, SOMEBODY } from './question.ts'
import { brand, coalesced, daily, mobility } from './specs.ts'

/** The kinds that split the people of a whole: by label, by the days on which they were active, by a share. */

/** What {@link mobility} calls people; those who have no class have none. */
const CLASSES = ['irregular', 'mobile', 'stable', null] as const

function classOf({ places: [first, second, third] }: Group): (typeof CLASSES)[number] {
  if (third === null) return null
  if (first === null || second === null) return 'irregular'
  return first === second || second === third ? 'stable' : 'mobile'
}

/** The days of a world on which somebody may have been active. */
const CALENDARS = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]] as const
const asked = ({ days: [start_date] }: Dates) => ({ start_date, total_periods: 3, event_types: ['calls'] })
const active = ({ places }: Group) => [0, 1, 2].filter(day => places[day] !== null)
const startsOf = (calendar: readonly number[], { days }: Dates) =>
  calendar.map(day => `${days[day]}T00:00:00`)

const wholeAt = (place: string) => cell(place, 'whole')

/** All that is known of shares: each is a fraction of one whole, and together with what is left out they are one. */
function sharesTold(rows: readonly Row[]): Learned {
  const told = PLACES.filter(place => rows.some(({ pcod }) => pcod === place))
  // The names of all brands are not told, so there may be others.
  const others = (place: Place) => cell(place, 'other brands')
  const brands = rows.map(({ pcod, key }) => [cell(pcod, 'brand', key), SOMEBODY] as const)
  const rest = told
    .flatMap(place => [wholeAt(place), others(place)])
    .map(count => [count, ANY_NUMBER] as const)
  const shares = rows.map(({ pcod, key, value }): Equality => {
    const [part, of] = fractionOf(Number(value))
    const [brand, whole] = [cell(pcod, 'brand', key), wholeAt(String(pcod))]
    return {
      terms: [
        [of, brand],
        [-part, whole],
      ],
      total: 0,
    }
  })
  const sums = told.map(
    (place): Equality => ({
      terms: [
        ...BRANDS.map(name => [1, cell(place, 'brand', name)] as const),
        [1, others(place)],
        [-1, wholeAt(place)],
      ],
      total: 0,
    }),
  )
  return { counts: new Map([...brands, ...rest]), equalities: [...shares, ...sums] }
}

/** The fraction with the smallest denominator that a share of fewer than a thousand people is. */
function fractionOf(share: number): readonly [part: number, of: number] {
  for (let of = 1; of < 1_000; of += 1) {
    const part = Math.round(share * of)
    if (Math.abs(part / of - share) < 1e-12) return [part, of]
  }
  throw new Error(`No share of few people: ${share}`)
}

/** Everybody is one whole, as if all were in one place. */
const ANYWHERE: Place = 'A'

const firstWord = (name: string) => name.split(' ')[0] ?? ''
const firstWords = (name: string) => name.split(' ').slice(0, 2).join(' ')

export const ABOUT_PARTS: readonly Question[] = [
  {
    kind: 'joined_spatial_aggregate',
    variant: 'shares',
    spec: dates => ({
      query_kind: 'joined_spatial_aggregate',
      locations: daily(dates.days[0]),
      metric: brand(dates),
      method: 'distr',
    }),
    cells: () => PLACES.flatMap(place => BRANDS.map(name => cell(place, 'brand', name))),
    cellsOf: ({ places: [place], ...group }) => (place === null ? [] : [cell(place, 'brand', group.brand)]),
    learns: sharesTold,
    wholeOf: name => wholeAt(firstWord(name)),
  },
  {
    kind: 'metric_aggregate',
    variant: 'shares',
    spec: dates => ({ query_kind: 'metric_aggregate', metric: brand(dates), method: 'distr' }),
    cells: () => BRANDS.map(name => cell(ANYWHERE, 'brand', name)),
    cellsOf: group => (active(group).length ? [cell(ANYWHERE, 'brand', group.brand)] : []),
    learns: rows => sharesTold(rows.map(row => ({ ...row, pcod: ANYWHERE }))),
    wholeOf: name => wholeAt(firstWord(name)),
  },
  {
    kind: 'labelled_spatial_aggregate',
    spec: dates => ({
      query_kind: 'labelled_spatial_aggregate',
      locations: coalesced(dates.days[0]),
      labels: mobility(dates),
    }),
    cells: () => PLACES.flatMap(place => CLASSES.map(label => cell(place, label))),
    cellsOf: group => (group.places[0] === null ? [] : [cell(group.places[0], classOf(group))]),
    learns: eachRow(({ pcod, value_label }) => cell(pcod, value_label), people),
    wholeOf: firstWord,
  },
  {
    kind: 'labelled_flows',
    spec: dates => ({
      query_kind: 'labelled_flows',
      from_location: coalesced(dates.days[0]),
      to_location: coalesced(dates.days[1]),
      labels: mobility(dates),
      join_type: 'inner',
    }),
    cells: () => PLACES.flatMap(from => PLACES.flatMap(to => CLASSES.map(label => cell(from, to, label)))),
    cellsOf: group => {
      const [from, to]: readonly (Place | null)[] = group.places
      return from && to ? [cell(from, to, classOf(group))] : []
    },
    learns: eachRow(({ pcod_from, pcod_to, value_label }) => cell(pcod_from, pcod_to, value_label), people),
    wholeOf: firstWords,
  },
  {
    kind: 'calendar_activity',
    spec: dates => ({ query_kind: 'calendar_activity', ...asked(dates) }),
    cells: dates => CALENDARS.map(calendar => cell(startsOf(calendar, dates))),
    cellsOf: (group, dates) => (active(group).length ? [cell(startsOf(active(group), dates))] : []),
    learns: eachRow(({ grp }) => cell(grp), people),
    wholeOf: () => 'everybody',
  },
  {
    kind: 'localised_calendar_activity',
    spec: dates => ({
      query_kind: 'localised_calendar_activity',
      ...asked(dates),
      reference_location: daily(dates.days[0]),
    }),
    cells: dates =>
      PLACES.flatMap(place => CALENDARS.map(calendar => cell(place, startsOf(calendar, dates)))),
    cellsOf: (group, dates) =>
      group.places[0] === null ? [] : [cell(group.places[0], startsOf(active(group), dates))],
    learns: eachRow(({ pcod, value_label }) => cell(pcod, value_label), people),
    wholeOf: firstWord,
  },
]
