import { type Bounds, MOST_PEOPLE } from './knowledge.ts'
import { type Group, PLACES } from './people.ts'
import { cell, doings, eachRow, people, type Question, type Row, SOMEBODY } from './question.ts'
import { brand, daily, eventCount } from './specs.ts'

/** The kinds that put values of people together. */

const ofPlace = ({ pcod }: Row) => cell(pcod)
const inFirstPlace = ({ places: [first] }: Group) => (first === null ? [] : [first])

/** How many calls each of a group makes in the three days. */
const callsOf = ({ places, calls }: Group) => calls * places.filter(place => place !== null).length

const EDGES = [1, 2, 4, 6, 9]

/** The bin of a value; the last one holds its upper edge. */
function binOf(value: number): string[] {
  const edge = EDGES.slice(0, -1).findLast(lower => lower <= value)
  return edge === undefined || value > 9 ? [] : [cell(edge)]
}

function joined(
  method: string,
  behind: (row: Row) => Bounds,
  metric: typeof eventCount | typeof brand = eventCount,
): Question {
  return {
    kind: 'joined_spatial_aggregate',
    variant: method,
    spec: dates => ({
      query_kind: 'joined_spatial_aggregate',
      locations: daily(dates.days[0]),
      metric: metric(dates),
      method,
    }),
    cells: () => PLACES,
    cellsOf: inFirstPlace,
    learns: eachRow(ofPlace, behind),
  }
}

/** The last of the hours in which people call. */
const NOON = { start_hour: 12, end_hour: 13 }

/** The calls at noon of all who made any, put together. */
function together(method: string, behind: (row: Row) => Bounds): Question {
  return {
    kind: 'metric_aggregate',
    variant: method,
    spec: dates => ({
      query_kind: 'metric_aggregate',
      metric: { ...eventCount(dates), hours: NOON },
      method,
    }),
    cells: () => ['everybody'],
    cellsOf: group => (group.calls === 3 && callsOf(group) > 0 ? ['everybody'] : []),
    learns: eachRow(() => 'everybody', behind),
  }
}

export const ABOUT_VALUES: readonly Question[] = [
  joined('count', people),
  // Everybody has one call or more.
  joined('sum', doings),
  joined('avg', () => SOMEBODY),
  joined('median', () => SOMEBODY),
  joined('mode', () => SOMEBODY),
  // One value does not vary.
  joined('variance', () => ({ least: 2, most: MOST_PEOPLE })),
  joined('stddev', () => ({ least: 2, most: MOST_PEOPLE })),
  { ...joined('mode', () => SOMEBODY, brand), variant: 'mode of words' },
  together('count', people),
  together('avg', () => SOMEBODY),
  together('variance', () => ({ least: 2, most: MOST_PEOPLE })),
  {
    kind: 'histogram_aggregate',
    spec: dates => ({
      query_kind: 'histogram_aggregate',
      metric: eventCount(dates),
      bins: { bin_list: EDGES },
    }),
    cells: () => EDGES.slice(0, -1).map(edge => cell(edge)),
    cellsOf: group => binOf(callsOf(group)),
    learns: eachRow(({ lower_edge }) => cell(Number(lower_edge)), people),
  },
]
