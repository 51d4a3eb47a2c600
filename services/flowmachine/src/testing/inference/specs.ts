import type { Dates } from './people.ts'

/** Parts of the queries that the worlds are asked. All but those that say otherwise are about calls and districts. */

const DISTRICTS = { aggregation_unit: 'admin3' }
const CALLS = { event_types: ['calls'] }

export const daily = (date: string) => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  ...DISTRICTS,
  ...CALLS,
})

/** The three days of a world. */
export const window = ({ days, end }: Dates) => ({
  start_date: days[0],
  end_date: end,
  ...DISTRICTS,
  ...CALLS,
})

/** Where people were seen. */
export const seen = (start_date: string, end_date: string) => ({
  query_kind: 'unique_locations',
  start_date,
  end_date,
  ...DISTRICTS,
  ...CALLS,
})

export const visitors = (dates: Dates) => ({ query_kind: 'unique_subscriber_counts', ...window(dates) })

/** How many cells there were by the hour, in the hours in which people call. */
export const objects = (dates: Dates) => ({
  query_kind: 'total_network_objects',
  ...window(dates),
  hours: { start_hour: 10, end_hour: 13 },
  total_by: 'hour',
})

/** In how many of these hours of a day there were any. */
export const aggregated = (dates: Dates) => ({
  query_kind: 'aggregate_network_objects',
  total_network_objects: objects(dates),
  statistic: 'count',
  aggregate_by: 'day',
})

/** Where people work, by their calls at daytime, and live, by data sessions at night; who does both somewhere does neither. */
export const meaningful = (start_date: string, end_date: string) => ({
  start_date,
  end_date,
  ...DISTRICTS,
  event_types: ['calls', 'mds'],
  labels: { home: scoredFrom(0.95, 1.1), work: scoredFrom(-1.1, -0.95) },
  tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? -1 : 1)),
  tower_day_of_week_scores: Object.fromEntries(WEEK.map(day => [day, 0])),
})

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** The scores of hours between two, whatever those of days. */
function scoredFrom(west: number, east: number) {
  const corners = [
    [west, -1.1],
    [east, -1.1],
    [east, 1.1],
    [west, 1.1],
  ]
  return { type: 'Polygon', coordinates: [corners] }
}

/** The place of each who was anywhere on a day, as kinds of labels take it. */
export function coalesced(date: string) {
  const weights = { query_kind: 'location_visits', locations: [daily(date)] }
  const majority = {
    query_kind: 'majority_location',
    subscriber_location_weights: weights,
    include_unlocatable: true,
  }
  return {
    query_kind: 'coalesced_location',
    preferred_location: majority,
    fallback_location: majority,
    subscriber_location_weights: weights,
    weight_threshold: 1,
  }
}

/** How people moved between the three days: in one place for two days, or not. */
export const mobility = ({ days }: Dates) => ({
  query_kind: 'mobility_classification',
  locations: days.map(coalesced),
  stay_length_threshold: 2,
})

/** How many calls people made. */
export const eventCount = ({ days, end }: Dates) => ({
  query_kind: 'event_count',
  start_date: days[0],
  end_date: end,
  ...CALLS,
})

/** The brand of the handset with which people called. */
export const brand = ({ days, end }: Dates) => ({
  query_kind: 'handset',
  start_date: days[0],
  end_date: end,
  ...CALLS,
  characteristic: 'brand',
  method: 'last',
})
