import type {
  EventType as ContractEventType,
  Progress as ContractProgress,
  QuerySpec as ContractQuery,
  QueryState as ContractState,
  AggregationUnit as ContractUnit,
} from '@flowkit/contract'
import { AGGREGATION_UNITS as CONTRACT_UNITS } from '@flowkit/contract'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { JsonObject } from './json.ts'
import {
  AGGREGATION_UNITS,
  type AggregationUnit,
  type DailyLocation,
  dailyLocation,
  type EventType,
  type Flows,
  flows,
  type Geography,
  geography,
  type HistogramAggregate,
  histogramAggregate,
  joinedSpatialAggregate,
  type LocationEventCounts,
  locationEventCounts,
  type MeaningfulLocationsBetweenLabelODMatrix,
  type ModalLocation,
  modalLocation,
  type QuerySpec,
  type RadiusOfGyration,
  radiusOfGyration,
  type SpatialAggregate,
  spatialAggregate,
  type UniqueSubscriberCounts,
  uniqueSubscriberCounts,
} from './queries/index.ts'
import type { Progress, QueryState } from './query-requests.ts'
import type { JoinedRow, PropertiesOf, RowOf } from './results.ts'

// Types are checked by the compiler, which every run of the tests begins with.

/** A type without readonly and names; subsets are left out, of which the contract's type tells only the kind. */
type Plain<T> = T extends readonly (infer Member)[]
  ? Plain<Member>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Key extends 'subscriber_subset' ? 'a subset' : Plain<T[Key]> }
    : T

type FromContract<Kind> = Plain<Extract<ContractQuery, { query_kind: Kind }>>
type LocationFromContract<Kind> = Extract<
  FromContract<'spatial_aggregate'>['locations'],
  { query_kind: Kind }
>

const day = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })
const position = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'lon-lat' })

describe('the types of queries', () => {
  test('are those of the contract', () => {
    expectTypeOf<Plain<DailyLocation>>().toEqualTypeOf<LocationFromContract<'daily_location'>>()
    expectTypeOf<Plain<ModalLocation>>().toEqualTypeOf<LocationFromContract<'modal_location'>>()
    expectTypeOf<Plain<SpatialAggregate>>().toEqualTypeOf<FromContract<'spatial_aggregate'>>()
    expectTypeOf<Plain<Flows>>().toEqualTypeOf<FromContract<'flows'>>()
    expectTypeOf<Plain<UniqueSubscriberCounts>>().toEqualTypeOf<FromContract<'unique_subscriber_counts'>>()
    expectTypeOf<Plain<LocationEventCounts>>().toEqualTypeOf<FromContract<'location_event_counts'>>()
    expectTypeOf<Plain<RadiusOfGyration>>().toEqualTypeOf<
      Extract<FromContract<'histogram_aggregate'>['metric'], { query_kind: 'radius_of_gyration' }>
    >()
    expectTypeOf<Plain<HistogramAggregate>>().toEqualTypeOf<FromContract<'histogram_aggregate'>>()
    expectTypeOf<Plain<Geography>>().toEqualTypeOf<FromContract<'geography'>>()
    expectTypeOf<QuerySpec['query_kind']>().toEqualTypeOf<ContractQuery['query_kind']>()
    expectTypeOf<EventType>().toEqualTypeOf<ContractEventType>()
    expectTypeOf<AggregationUnit>().toEqualTypeOf<ContractUnit>()
    expect(AGGREGATION_UNITS).toEqual(CONTRACT_UNITS)
  })

  test('and of what is said about them, too', () => {
    expectTypeOf<QueryState>().toEqualTypeOf<ContractState>()
    expectTypeOf<Plain<Progress>>().toEqualTypeOf<ContractProgress>()
  })

  test('allow flows only between places of the same kind', () => {
    flows({ from_location: day, to_location: modalLocation({ locations: [day] }) })
    // @ts-expect-error: districts on one side, positions on the other
    flows({ from_location: day, to_location: position })
  })

  test('allow no parameter that there is not', () => {
    // @ts-expect-error: it is called event_types
    dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3', event_type: ['calls'] })
    // @ts-expect-error: a day has no first method
    dailyLocation({ date: '2016-01-01', method: 'first', aggregation_unit: 'admin3' })
    // @ts-expect-error: no such unit can be asked for
    geography({ aggregation_unit: 'grid:7' })
  })
})

describe('the types of rows', () => {
  test('follow from the query and its places', () => {
    const aggregate = spatialAggregate({ locations: modalLocation({ locations: [day] }) })
    expectTypeOf<RowOf<typeof aggregate>['pcod']>().toEqualTypeOf<string>()
    expectTypeOf<RowOf<typeof aggregate>['value']>().toEqualTypeOf<number>()
    const counts = uniqueSubscriberCounts({
      start_date: '2016-01-01',
      end_date: '2016-01-02',
      aggregation_unit: 'lon-lat',
    })
    expectTypeOf<RowOf<typeof counts>['lon']>().toEqualTypeOf<number>()
    expectTypeOf<RowOf<typeof counts>>().not.toHaveProperty('pcod')
    const squares = geography({ aggregation_unit: 'grid:5' })
    expectTypeOf<RowOf<typeof squares>['grid_id']>().toEqualTypeOf<string>()
  })

  test('are bins with their edges of a histogram', () => {
    const metric = radiusOfGyration({ start_date: '2016-01-01', end_date: '2016-01-02' })
    const query = histogramAggregate({ metric, bins: { n_bins: 3 } })
    expectTypeOf<RowOf<typeof query>['upper_edge']>().toEqualTypeOf<number>()
    expectTypeOf<RowOf<typeof query>>().not.toHaveProperty('pcod')
  })

  test('tell the time as far as the interval goes', () => {
    const period = { start_date: '2016-01-01', end_date: '2016-01-02', aggregation_unit: 'admin3' } as const
    const hourly = locationEventCounts({ ...period, interval: 'hour' })
    expectTypeOf<RowOf<typeof hourly>['date']>().toEqualTypeOf<string>()
    expectTypeOf<RowOf<typeof hourly>['hour']>().toEqualTypeOf<number>()
    expectTypeOf<RowOf<typeof hourly>>().not.toHaveProperty('min')
    expectTypeOf<RowOf<typeof hourly>['pcod']>().toEqualTypeOf<string>()
    const daily = locationEventCounts({ ...period, interval: 'day' })
    expectTypeOf<RowOf<typeof daily>>().not.toHaveProperty('hour')
    const minutes = locationEventCounts({ ...period, interval: 'min' })
    expectTypeOf<RowOf<typeof minutes>['min']>().toEqualTypeOf<number>()
    expectTypeOf<PropertiesOf<typeof hourly>['hour']>().toEqualTypeOf<number>()
  })

  test('tell what is put together for the subscribers of a place', () => {
    const metric = radiusOfGyration({ start_date: '2016-01-01', end_date: '2016-01-02' })
    const average = joinedSpatialAggregate({ locations: day, metric, method: 'avg' })
    expectTypeOf<RowOf<typeof average>['pcod']>().toEqualTypeOf<string>()
    expectTypeOf<RowOf<typeof average>['value']>().toEqualTypeOf<number>()
    expectTypeOf<JoinedRow<'admin3', 'mode'>['value']>().toEqualTypeOf<number | string>()
    expectTypeOf<JoinedRow<'admin3', 'distr'>['key']>().toEqualTypeOf<string | null>()
  })

  test('name the labels of flows between meaningful locations, and their places', () => {
    type Commuting = RowOf<MeaningfulLocationsBetweenLabelODMatrix<'admin2'>>
    expectTypeOf<Commuting['label_from']>().toEqualTypeOf<string>()
    expectTypeOf<Commuting['pcod_to']>().toEqualTypeOf<string>()
  })

  test('are known of every kind that can be asked for', () => {
    type Unknown = {
      [Kind in QuerySpec['query_kind']]: JsonObject extends RowOf<Extract<QuerySpec, { query_kind: Kind }>>
        ? Kind
        : never
    }
    expectTypeOf<Unknown[keyof Unknown]>().toEqualTypeOf<never>()
  })

  test('know of a query that is written out by hand as much', () => {
    const query = {
      query_kind: 'flows',
      from_location: { query_kind: 'modal_location', locations: [day] },
      to_location: day,
    } as const
    expectTypeOf<RowOf<typeof query>['pcod_from']>().toEqualTypeOf<string>()
  })

  test('say at which end of a flow nobody may be', () => {
    const among = flows({ from_location: day, to_location: day })
    expectTypeOf<RowOf<typeof among>['pcod_to']>().toEqualTypeOf<string>()
    const gone = flows({ from_location: position, to_location: position, join_type: 'left outer' })
    expectTypeOf<RowOf<typeof gone>['lon_from']>().toEqualTypeOf<number>()
    expectTypeOf<RowOf<typeof gone>['lat_to']>().toEqualTypeOf<number | null>()
    const all = flows({ from_location: day, to_location: day, join_type: 'full outer' })
    expectTypeOf<RowOf<typeof all>['pcod_from']>().toEqualTypeOf<string | null>()
  })

  test('are any JSON for a query that is not known', () => {
    expectTypeOf<RowOf<QuerySpec>>().toEqualTypeOf<JsonObject>()
    expectTypeOf<PropertiesOf<QuerySpec>>().toEqualTypeOf<JsonObject>()
  })
})

describe('the types of maps', () => {
  test('have flows by the place at the other end', () => {
    const query = flows({ from_location: day, to_location: day })
    expectTypeOf<PropertiesOf<typeof query>['outflows']>().toEqualTypeOf<Readonly<Record<string, number>>>()
    expectTypeOf<PropertiesOf<typeof query>['pcod']>().toEqualTypeOf<string>()
  })

  test('have a value for each place', () => {
    const query = spatialAggregate({ locations: position })
    expectTypeOf<PropertiesOf<typeof query>['value']>().toEqualTypeOf<number>()
    expectTypeOf<PropertiesOf<typeof query>['lat']>().toEqualTypeOf<number>()
  })
})
