import { type Dates, type Group, isPlace, PLACES, type Place, worksOf } from './people.ts'
import { cell, doings, eachRow, inParts, people, type Question, type Row } from './question.ts'
import { daily, meaningful, seen, window } from './specs.ts'

/** The kinds whose cells are pairs of places, and those that put these together at one end. */

const ofPair = ({ pcod_from, pcod_to }: Row) => cell(pcod_from, pcod_to)
const pairsOf = (from: readonly (Place | null)[], to: readonly (Place | null)[]) =>
  from.flatMap(one => to.map(other => cell(one, other)))
const pairs = () => pairsOf(PLACES, PLACES)

/** Flows from where people were on the first day to wherever they were on the others. */
const ends = ({ days, end }: Dates, join_type: string) => ({
  from_location: daily(days[0]),
  to_location: seen(days[1], end),
  join_type,
})
const fromOf = ({ places: [first] }: Group) => (first === null ? [] : [first])
const toOf = ({ places: [, ...later] }: Group) => later.filter(isPlace)

export const ABOUT_PAIRS: readonly Question[] = [
  {
    kind: 'flows',
    spec: dates => ({ query_kind: 'flows', ...ends(dates, 'full outer') }),
    cells: () => pairsOf([...PLACES, null], [...PLACES, null]),
    cellsOf: group => {
      const [from, to] = [fromOf(group), toOf(group)]
      return from.length + to.length === 0
        ? []
        : pairsOf(from.length ? from : [null], to.length ? to : [null])
    },
    learns: eachRow(ofPair, people),
  },
  {
    kind: 'inflows',
    spec: dates => ({ query_kind: 'inflows', ...ends(dates, 'inner') }),
    cells: () => PLACES,
    cellsOf: group => (fromOf(group).length ? toOf(group) : []),
    // Everybody comes from one place.
    learns: eachRow(({ pcod }) => cell(pcod), people),
  },
  {
    kind: 'outflows',
    spec: dates => ({ query_kind: 'outflows', ...ends(dates, 'inner') }),
    cells: () => PLACES,
    cellsOf: group => (toOf(group).length ? fromOf(group) : []),
    learns: eachRow(({ pcod }) => cell(pcod), doings),
  },
  {
    kind: 'trips_od_matrix',
    spec: dates => ({ query_kind: 'trips_od_matrix', ...window(dates) }),
    cells: pairs,
    cellsOf: ({ places }) =>
      places.flatMap((from, day) =>
        places
          .slice(day + 1)
          .flatMap(to => (from === null || to === null || from === to ? [] : [cell(from, to)])),
      ),
    learns: eachRow(ofPair, people),
  },
  {
    kind: 'consecutive_trips_od_matrix',
    spec: dates => ({ query_kind: 'consecutive_trips_od_matrix', ...window(dates) }),
    cells: pairs,
    cellsOf: ({ places, calls }) => {
      const moments = places.filter(isPlace).flatMap(place => Array<Place | null>(calls).fill(place))
      return moments.slice(1).map((to, index) => cell(moments[index], to))
    },
    learns: eachRow(ofPair, people),
  },
  {
    kind: 'meaningful_locations_between_label_od_matrix',
    spec: ({ days, end }) => ({
      query_kind: 'meaningful_locations_between_label_od_matrix',
      label_a: 'home',
      label_b: 'work',
      ...meaningful(days[0], end),
    }),
    cells: pairs,
    cellsOf: group =>
      group.night === null || group.places.includes(group.night)
        ? []
        : pairsOf([group.night], worksOf(group, [0, 1, 2])),
    learns: eachRow(ofPair, inParts),
  },
  {
    kind: 'meaningful_locations_between_dates_od_matrix',
    spec: ({ days, end }) => {
      const { start_date, end_date, ...scored } = meaningful(days[0], days[1])
      return {
        query_kind: 'meaningful_locations_between_dates_od_matrix',
        label: 'work',
        start_date_a: start_date,
        end_date_a: end_date,
        start_date_b: days[1],
        end_date_b: end,
        ...scored,
      }
    },
    cells: pairs,
    cellsOf: group => pairsOf(worksOf(group, [0]), worksOf(group, [1, 2])),
    learns: eachRow(ofPair, inParts),
  },
]
