import { exactly } from './knowledge.ts'
import { CALLING_HOURS, type Group, isPlace, PLACES, worksOf } from './people.ts'
import { cell, doings, eachRow, inParts, people, type Question, type Row, SOMEBODY } from './question.ts'
import { aggregated, daily, meaningful, objects, seen, visitors, window } from './specs.ts'

/** The kinds whose cells are places, or places in periods. */

const places = () => [...PLACES]
const ofPlace = ({ pcod }: Row) => cell(pcod)
const visited = (group: Group) => [...new Set(group.places.filter(isPlace))]

/** Who was where in which hour of which day. */
const BY_HOUR: Pick<Question, 'cells' | 'cellsOf'> = {
  cells: ({ days }) =>
    PLACES.flatMap(place => days.flatMap(day => CALLING_HOURS.map(hour => cell(place, day, hour)))),
  cellsOf: ({ places: there, calls }, { days }) =>
    there.flatMap((place, day) =>
      place === null ? [] : CALLING_HOURS.slice(0, calls).map(hour => cell(place, days[day], hour)),
    ),
}

/** Rows that count the people of a place. */
function counted(kind: string, spec: Question['spec'], cellsOf: Question['cellsOf']): Question {
  return { kind, spec, cells: places, cellsOf, learns: eachRow(ofPlace, people) }
}

const staysAt = (group: Group) => (visited(group).length === 1 ? visited(group) : [])

/** The place of more than half of the days on which somebody was anywhere. */
function majority(group: Group): string[] {
  const days = group.places.filter(isPlace)
  const [most] = PLACES.filter(place => days.filter(there => there === place).length > days.length / 2)
  return days.length === 0 ? [] : [cell(most ?? null)]
}

export const ABOUT_PLACES: readonly Question[] = [
  {
    kind: 'spatial_aggregate',
    spec: dates => ({
      query_kind: 'spatial_aggregate',
      locations: {
        query_kind: 'majority_location',
        subscriber_location_weights: { query_kind: 'location_visits', locations: dates.days.map(daily) },
        include_unlocatable: true,
      },
    }),
    cells: () => [...PLACES, cell(null)],
    cellsOf: majority,
    learns: eachRow(ofPlace, people),
  },
  counted('unique_subscriber_counts', dates => visitors(dates), visited),
  counted(
    'active_at_reference_location_counts',
    ({ days, end }) => ({
      query_kind: 'active_at_reference_location_counts',
      unique_locations: seen(days[1], end),
      reference_locations: daily(days[0]),
    }),
    ({ places: [first, ...later] }) => (first !== null && later.includes(first) ? [first] : []),
  ),
  counted(
    'unmoving_counts',
    ({ days, end }) => ({ query_kind: 'unmoving_counts', locations: seen(days[0], end) }),
    staysAt,
  ),
  counted(
    'unmoving_at_reference_location_counts',
    ({ days, end }) => ({
      query_kind: 'unmoving_at_reference_location_counts',
      locations: seen(days[0], end),
      reference_locations: daily(days[0]),
    }),
    group => (group.places[0] === null ? [] : staysAt(group)),
  ),
  {
    kind: 'unique_visitor_counts',
    spec: dates => ({
      query_kind: 'unique_visitor_counts',
      unique_subscriber_counts: visitors(dates),
      active_at_reference_location_counts: {
        query_kind: 'active_at_reference_location_counts',
        unique_locations: seen(dates.days[0], dates.end),
        reference_locations: daily(dates.days[0]),
      },
    }),
    cells: () => PLACES.flatMap(place => ['seen', 'resident', 'visitor'].map(role => cell(place, role))),
    cellsOf: group =>
      visited(group).flatMap(place => [
        cell(place, 'seen'),
        cell(place, group.places[0] === place ? 'resident' : 'visitor'),
      ]),
    learns: rows => ({
      counts: new Map(rows.map(row => [cell(row.pcod, 'visitor'), people(row)])),
      // Whoever is seen is the one or the other.
      equalities: PLACES.map(place => ({
        terms: [
          [1, cell(place, 'seen')],
          [-1, cell(place, 'resident')],
          [-1, cell(place, 'visitor')],
        ],
        total: 0,
      })),
    }),
  },
  {
    kind: 'location_event_counts',
    spec: dates => ({ query_kind: 'location_event_counts', interval: 'hour', ...window(dates) }),
    ...BY_HOUR,
    learns: eachRow(({ pcod, date, hour }) => cell(pcod, date, hour), doings),
  },
  {
    kind: 'total_network_objects',
    spec: dates => objects(dates),
    ...BY_HOUR,
    learns: eachRow(
      ({ pcod, datetime }) => cell(pcod, ...dayAndHour(datetime)),
      () => SOMEBODY,
    ),
  },
  {
    kind: 'aggregate_network_objects',
    spec: dates => aggregated(dates),
    ...BY_HOUR,
    // In how many hours of the day there was anybody: where in all three, there was somebody in each.
    learns: rows => ({
      counts: new Map(
        rows
          .filter(({ value }) => Number(value) === CALLING_HOURS.length)
          .flatMap(row => {
            const [day] = dayAndHour(row.datetime)
            return CALLING_HOURS.map(hour => [cell(row.pcod, day, hour), SOMEBODY] as const)
          }),
      ),
    }),
  },
  {
    kind: 'location_introversion',
    spec: dates => ({
      query_kind: 'location_introversion',
      ...window(dates),
      event_types: ['sms'],
      direction: 'out',
    }),
    cells: () => PLACES.flatMap(place => [cell(place, 'within'), cell(place, 'away')]),
    cellsOf: ({ places: [place], friend }) =>
      place === null || friend === null ? [] : [cell(place, place === friend ? 'within' : 'away')],
    // The share tells of both sides whether there is anybody.
    learns: rows => ({
      counts: new Map(
        rows.flatMap(({ pcod, value }) => [
          [cell(pcod, 'within'), Number(value) > 0 ? SOMEBODY : exactly(0)],
          [cell(pcod, 'away'), Number(value) < 1 ? SOMEBODY : exactly(0)],
        ]),
      ),
    }),
  },
  {
    kind: 'meaningful_locations_aggregate',
    spec: dates => ({
      query_kind: 'meaningful_locations_aggregate',
      label: 'work',
      ...meaningful(dates.days[0], dates.end),
    }),
    cells: places,
    cellsOf: group => worksOf(group, [0, 1, 2]),
    learns: eachRow(ofPlace, inParts),
  },
  {
    kind: 'dfs_metric_total_amount',
    spec: ({ days }) => ({
      query_kind: 'dfs_metric_total_amount',
      metric: 'amount',
      aggregation_unit: 'admin3',
      start_date: days[0],
      end_date: days[2],
    }),
    cells: places,
    cellsOf: ({ places: [place], amount }) => (place === null || amount === null ? [] : [place]),
    learns: eachRow(ofPlace, () => SOMEBODY),
  },
]

/** The local date and the hour of a timestamp without a zone, which arrives as one of the zone of this process. */
function dayAndHour(datetime: unknown): readonly [day: string, hour: number] {
  if (!(datetime instanceof Date)) throw new TypeError('Not a timestamp')
  const [month, day] = [datetime.getMonth() + 1, datetime.getDate()].map(part =>
    String(part).padStart(2, '0'),
  )
  return [`${datetime.getFullYear()}-${month}-${day}`, datetime.getHours()]
}
