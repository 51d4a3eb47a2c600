import { DAYS, type Person, type PicturedEvent, type Place } from './people.ts'
import type { PeoplePicture } from './people-picture.ts'

/** A picture that answers a question about the four people, which the tests ask the engine. */
export interface PicturedQuestion extends PeoplePicture {
  /** The kind that it shows: the query's own, or that of a part, whose answer about each person is shown. */
  readonly kind: string
  readonly asks: Readonly<Record<string, unknown>>
  /** Whether the values are of what people have in common, such as averages, and not numbers of people or events. */
  readonly averaged?: true
}

const unit = { aggregation_unit: 'admin3' }
const period = { start_date: '2016-01-01', end_date: '2016-01-05' }
const last = (date: string) => ({ query_kind: 'daily_location', date, method: 'last', ...unit })
const home = { query_kind: 'modal_location', locations: DAYS.map(last) }
const visitsOn = (days: readonly string[]) => ({ query_kind: 'location_visits', locations: days.map(last) })
const majorityOn = (days: readonly string[], others: object = {}) => ({
  query_kind: 'majority_location',
  subscriber_location_weights: visitsOn(days),
  ...others,
})
const coalescedOn = (days: readonly string[]) => ({
  query_kind: 'coalesced_location',
  preferred_location: majorityOn(days),
  fallback_location: majorityOn(days),
  subscriber_location_weights: visitsOn(days),
  weight_threshold: 1,
})
const mobility = {
  query_kind: 'mobility_classification',
  locations: DAYS.map(day => coalescedOn([day])),
  stay_length_threshold: 3,
}
const seen = { query_kind: 'unique_locations', ...period, ...unit }
const third = { query_kind: 'unique_locations', start_date: '2016-01-03', end_date: '2016-01-04', ...unit }
const howMany = (locations: object) => ({ query_kind: 'spatial_aggregate', locations })
const histogramOf = (metric: object) => ({ query_kind: 'histogram_aggregate', metric, bins: { n_bins: 1 } })
const events = { query_kind: 'event_count', ...period }

const on =
  (...days: readonly number[]) =>
  ({ day }: PicturedEvent) =>
    days.includes(day)
const lastOfDay = (event: PicturedEvent, { events: all }: Person) =>
  all.findLast(({ day }) => day === event.day) === event

const row = (places: string, number: number, label?: string) => ({
  places: [...places] as Place[],
  value: number,
  ...(label === undefined ? {} : { label }),
})

const MOBILITY = { Ana: 'mobile', Ben: 'mobile', Dan: 'irregular' }
/** The modal locations of the four. */
const HOMES = { by: 'modal_location', answers: { Ana: ['A'], Ben: ['B'], Cleo: ['A'], Dan: ['C'] } } as const

/** The questions with a picture, by the kind that they show. */
export const QUESTIONS: readonly PicturedQuestion[] = [
  {
    kind: 'daily_location',
    question: 'Where was each of them last seen on 1 January?',
    asks: howMany(last('2016-01-01')),
    counted: (event, of) => event.day === 0 && lastOfDay(event, of),
    each: { by: 'daily_location', answers: { Ana: ['A'], Ben: ['C'], Cleo: ['A'], Dan: ['C'] } },
  },
  {
    kind: 'modal_location',
    question: 'Where did most of their days end? Ben’s at two places twice each: the later one.',
    asks: howMany(home),
    counted: lastOfDay,
    each: HOMES,
  },
  {
    kind: 'most_frequent_location',
    question: 'Where did they have most events?',
    asks: howMany({ query_kind: 'most_frequent_location', ...period, ...unit }),
    each: { ...HOMES, by: 'most_frequent_location' },
  },
  {
    kind: 'visited_most_days',
    question: 'Where were they on most days? Ben was at C on three, and at B on two.',
    asks: howMany({ query_kind: 'visited_most_days', ...period, ...unit }),
    each: { by: 'visited_most_days', answers: { Ana: ['A'], Ben: ['C'], Cleo: ['A'], Dan: ['C'] } },
  },
  {
    kind: 'majority_location',
    question: 'Where did more than half of their days end? Ben has no such place.',
    asks: howMany(majorityOn(DAYS)),
    counted: lastOfDay,
    each: { by: 'majority_location', answers: { Ana: ['A'], Cleo: ['A'], Dan: ['C'] } },
  },
  {
    kind: 'coalesced_location',
    question: 'Where did more than half of three days or more end? Or, Ben and Cleo, of the first two?',
    asks: howMany({
      query_kind: 'coalesced_location',
      preferred_location: majorityOn(DAYS, { minimum_total_weight: 3 }),
      fallback_location: majorityOn(DAYS.slice(0, 2)),
      subscriber_location_weights: visitsOn(DAYS),
      weight_threshold: 2,
    }),
    counted: lastOfDay,
    each: { by: 'coalesced_location', answers: { Ana: ['A'], Ben: ['C'], Cleo: ['A'], Dan: ['C'] } },
  },
  {
    kind: 'mobility_classification',
    question: 'Did each day end somewhere, and three in a row at one place? Cleo’s last one did not.',
    asks: {
      query_kind: 'labelled_spatial_aggregate',
      locations: coalescedOn(DAYS),
      labels: mobility,
    },
    counted: lastOfDay,
    each: {
      by: 'mobility_classification',
      answers: MOBILITY,
    },
  },
  {
    kind: 'unique_locations',
    question: 'Where were they at all?',
    asks: { query_kind: 'unmoving_counts', locations: seen },
    each: {
      by: 'unique_locations',
      answers: { Ana: ['A', 'B'], Ben: ['B', 'C'], Cleo: ['A', 'C'], Dan: ['C'] },
    },
  },
  {
    kind: 'unique_location_counts',
    question: 'In how many places were they?',
    asks: histogramOf({ query_kind: 'unique_location_counts', ...period, ...unit }),
    each: { by: 'unique_location_counts', answers: { Ana: 2, Ben: 2, Cleo: 2, Dan: 1 } },
  },
  {
    kind: 'event_count',
    question: 'How many events did they have?',
    asks: histogramOf(events),
    each: { by: 'event_count', answers: { Ana: 11, Ben: 9, Cleo: 3, Dan: 3 } },
  },
  {
    kind: 'total_active_periods',
    question: 'On how many of four days did they have an event?',
    asks: histogramOf({ query_kind: 'total_active_periods', start_date: '2016-01-01', total_periods: 4 }),
    each: { by: 'total_active_periods', answers: { Ana: 4, Ben: 4, Cleo: 2, Dan: 3 } },
  },
  {
    kind: 'radius_of_gyration',
    question: 'How far do they move about? A, B and C stand in a row, 11 km from each other.',
    asks: histogramOf({ query_kind: 'radius_of_gyration', ...period }),
    each: {
      by: 'radius_of_gyration',
      answers: { Ana: 5, Ben: 6, Cleo: 10, Dan: 0 },
      unit: ' km',
    },
  },
  {
    kind: 'displacement',
    question: 'How far are they from their modal location on average? From A to B it is 11 km.',
    asks: histogramOf({
      query_kind: 'displacement',
      ...period,
      statistic: 'avg',
      reference_location: {
        query_kind: 'modal_location',
        locations: DAYS.map(day => ({ ...last(day), aggregation_unit: 'lon-lat' })),
      },
    }),
    each: { by: 'displacement', answers: { Ana: 4, Ben: 5, Cleo: 7, Dan: 0 }, unit: ' km' },
  },
  {
    kind: 'histogram_aggregate',
    question: 'How many had 0 to 4, 4 to 8, and 8 to 11 events? An empty bin is left out, as a small one is.',
    asks: { query_kind: 'histogram_aggregate', metric: events, bins: { bin_list: [0, 4, 8, 11] } },
    each: { by: 'event_count', answers: { Ana: 11, Ben: 9, Cleo: 3, Dan: 3 } },
    rows: [row('', 2, '[0, 4)'), row('', 2, '[8, 11]')],
  },
  {
    kind: 'labelled_spatial_aggregate',
    question: 'How many have a majority location where, by how they move?',
    asks: { query_kind: 'labelled_spatial_aggregate', locations: coalescedOn(DAYS), labels: mobility },
    counted: lastOfDay,
    each: { by: 'mobility_classification', answers: MOBILITY },
    rows: [row('A', 1, 'mobile'), row('A', 1, 'no label'), row('C', 1, 'irregular')],
  },
  {
    kind: 'labelled_flows',
    question: 'From where to where, between the ends of 1 and of 4 January, by how they move?',
    asks: {
      query_kind: 'labelled_flows',
      from_location: coalescedOn(DAYS.slice(0, 1)),
      to_location: coalescedOn(DAYS.slice(3)),
      labels: mobility,
    },
    counted: (event, of) => on(0, 3)(event) && lastOfDay(event, of),
    each: { by: 'mobility_classification', answers: MOBILITY },
    rows: [row('AA', 1, 'mobile'), row('CB', 1, 'mobile'), row('CC', 1, 'irregular')],
  },
  {
    kind: 'nocturnal_events',
    question: 'Which share of their events was between 20 and 6 h?',
    asks: histogramOf({
      query_kind: 'nocturnal_events',
      ...period,
      night_hours: { start_hour: 20, end_hour: 6 },
    }),
    counted: ({ hour }) => hour >= 20 || hour < 6,
    each: { by: 'nocturnal_events', answers: { Ana: 27, Ben: 33, Cleo: 33, Dan: 0 }, unit: ' %' },
  },
  {
    kind: 'spatial_aggregate',
    question: 'How many have their modal location where?',
    asks: howMany(home),
    counted: lastOfDay,
    each: HOMES,
    rows: [row('A', 2), row('B', 1), row('C', 1)],
  },
  {
    kind: 'unique_subscriber_counts',
    question: 'How many were where at all?',
    asks: { query_kind: 'unique_subscriber_counts', ...period, ...unit },
    rows: [row('A', 2), row('B', 2), row('C', 3)],
  },
  {
    kind: 'unique_visitor_counts',
    question: 'How many were where who do not have their modal location there?',
    asks: {
      query_kind: 'unique_visitor_counts',
      unique_subscriber_counts: { query_kind: 'unique_subscriber_counts', ...period, ...unit },
      active_at_reference_location_counts: {
        query_kind: 'active_at_reference_location_counts',
        unique_locations: seen,
        reference_locations: home,
      },
    },
    counted: ({ place }, { name }) => HOMES.answers[name as keyof typeof HOMES.answers][0] !== place,
    each: HOMES,
    rows: [row('B', 1), row('C', 2)],
  },
  {
    kind: 'active_at_reference_location_counts',
    question: 'How many were at their modal location on 3 January, wherever else they were?',
    asks: {
      query_kind: 'active_at_reference_location_counts',
      unique_locations: third,
      reference_locations: home,
    },
    counted: on(2),
    each: HOMES,
    rows: [row('A', 2), row('B', 1)],
  },
  {
    kind: 'unmoving_at_reference_location_counts',
    question: 'How many were at their modal location on 3 January, and nowhere else?',
    asks: {
      query_kind: 'unmoving_at_reference_location_counts',
      locations: third,
      reference_locations: home,
    },
    counted: on(2),
    each: HOMES,
    rows: [row('A', 1)],
  },
  {
    kind: 'unmoving_counts',
    question: 'How many were in one place only, and where?',
    asks: { query_kind: 'unmoving_counts', locations: seen },
    rows: [row('C', 1)],
  },
  {
    kind: 'location_event_counts',
    question: 'How many events were there where on 1 January?',
    asks: {
      query_kind: 'location_event_counts',
      start_date: '2016-01-01',
      end_date: '2016-01-02',
      interval: 'day',
      ...unit,
    },
    counted: on(0),
    rows: [row('A', 3), row('B', 1), row('C', 3)],
  },
  {
    kind: 'flows',
    question: 'From where to where, between the ends of 1 and of 4 January? Cleo is not in both.',
    asks: { query_kind: 'flows', from_location: last('2016-01-01'), to_location: last('2016-01-04') },
    counted: (event, of) => on(0, 3)(event) && lastOfDay(event, of),
    rows: [row('AA', 1), row('CB', 1), row('CC', 1)],
  },
  {
    kind: 'inflows',
    question: 'How many came to each place or stayed there, between the ends of 1 and of 4 January?',
    asks: { query_kind: 'inflows', from_location: last('2016-01-01'), to_location: last('2016-01-04') },
    counted: (event, of) => on(0, 3)(event) && lastOfDay(event, of),
    rows: [row('A', 1), row('B', 1), row('C', 1)],
  },
  {
    kind: 'outflows',
    question: 'How many left each place or stayed there, between the ends of 1 and of 4 January?',
    asks: { query_kind: 'outflows', from_location: last('2016-01-01'), to_location: last('2016-01-04') },
    counted: (event, of) => on(0, 3)(event) && lastOfDay(event, of),
    rows: [row('A', 1), row('C', 2)],
  },
  {
    kind: 'trips_od_matrix',
    question: 'How many were in one place and later in another, on 1 and 2 January?',
    asks: { query_kind: 'trips_od_matrix', start_date: '2016-01-01', end_date: '2016-01-03', ...unit },
    counted: on(0, 1),
    rows: [row('AB', 1), row('BA', 1)],
  },
  {
    kind: 'consecutive_trips_od_matrix',
    question: 'How many had two events in a row here and there, on 1 and 2 January?',
    asks: {
      query_kind: 'consecutive_trips_od_matrix',
      start_date: '2016-01-01',
      end_date: '2016-01-03',
      ...unit,
    },
    counted: on(0, 1),
    rows: [row('AA', 1), row('AB', 1), row('BA', 1), row('BB', 1), row('CC', 2)],
  },
  {
    kind: 'calendar_activity',
    question: 'How many were active on which of four days?',
    asks: { query_kind: 'calendar_activity', start_date: '2016-01-01', total_periods: 4 },
    rows: [row('', 2, 'on 1, 2, 3, 4'), row('', 1, 'on 1, 2, 4'), row('', 1, 'on 1, 3')],
  },
  {
    kind: 'localised_calendar_activity',
    question: 'How many of each modal location were active on which of four days?',
    asks: {
      query_kind: 'localised_calendar_activity',
      start_date: '2016-01-01',
      total_periods: 4,
      reference_location: home,
    },
    each: HOMES,
    rows: [
      row('A', 1, 'on 1, 2, 3, 4'),
      row('A', 1, 'on 1, 3'),
      row('B', 1, 'on 1, 2, 3, 4'),
      row('C', 1, 'on 1, 2, 4'),
    ],
  },
  {
    kind: 'joined_spatial_aggregate',
    question: 'How many events do those have on average who have their modal location there?',
    asks: { query_kind: 'joined_spatial_aggregate', locations: home, metric: events, method: 'avg' },
    each: HOMES,
    rows: [row('A', 7), row('B', 9), row('C', 3)],
    averaged: true,
  },
  {
    kind: 'metric_aggregate',
    question: 'How many events do they have on average?',
    asks: { query_kind: 'metric_aggregate', metric: events, method: 'avg' },
    each: { by: 'event_count', answers: { Ana: 11, Ben: 9, Cleo: 3, Dan: 3 } },
    rows: [row('', 6.5)],
    averaged: true,
  },
]
