import { describe, expect, test } from 'vitest'
import { AGGREGATION_UNITS } from './fields/spatial-unit.ts'
import { DEFINITIONS } from './queries/index.ts'
import { type OpenApiSchema, querySchemas } from './schemas.ts'

const schemas = querySchemas()

function schemaOf(name: string): OpenApiSchema {
  const schema = schemas[name]
  if (!schema) throw new Error(`There is no schema ${name}`)
  return schema
}

function propertiesOf(name: string): Record<string, OpenApiSchema> {
  return schemaOf(name).properties as Record<string, OpenApiSchema>
}

describe('the OpenAPI schemas', () => {
  test('have the names that FlowKit gives them', () => {
    expect(Object.keys(schemas).sort()).toEqual([
      'ActiveAtReferenceLocationCounts',
      'AggregateNetworkObjects',
      'CalendarActivity',
      'CoalescedLocation',
      'ConsecutiveTripsODMatrix',
      'DFSTotalMetricAmount',
      'DailyLocation',
      'Displacement',
      'DummyQuery',
      'EventCount',
      'FlowmachineQuerySchema',
      'Flows',
      'Geography',
      'Handset',
      'HistogramAggregate',
      'Inflows',
      'InputToFlows',
      'JoinedSpatialAggregate',
      'LabelledFlows',
      'LabelledSpatialAggregate',
      'LocalisedCalendarActivity',
      'LocationEventCounts',
      'LocationIntroversion',
      'LocationVisits',
      'MajorityLocation',
      'MeaningfulLocationsAggregate',
      'MeaningfulLocationsBetweenDatesODMatrix',
      'MeaningfulLocationsBetweenLabelODMatrix',
      'MetricAggregate',
      'MobilityClassification',
      'ModalLocation',
      'MostFrequentLocation',
      'NocturnalEvents',
      'Outflows',
      'ParetoInteractions',
      'RadiusOfGyration',
      'ReferenceLocation',
      'SpatialAggregate',
      'SubscriberDegree',
      'TopupAmount',
      'TopupBalance',
      'TotalActivePeriods',
      'TotalNetworkObjects',
      'TripsODMatrix',
      'UniqueLocationCounts',
      'UniqueLocations',
      'UniqueSubscriberCounts',
      'UniqueVisitorCounts',
      'UnmovingAtReferenceLocationCounts',
      'UnmovingCounts',
      'VisitedMostDays',
    ])
  })

  test('start from one of the kinds that may be asked for, told apart by query_kind', () => {
    const { oneOf, discriminator } = schemaOf('FlowmachineQuerySchema')
    expect(oneOf).toEqual([
      { $ref: '#/components/schemas/ActiveAtReferenceLocationCounts' },
      { $ref: '#/components/schemas/AggregateNetworkObjects' },
      { $ref: '#/components/schemas/CalendarActivity' },
      { $ref: '#/components/schemas/ConsecutiveTripsODMatrix' },
      { $ref: '#/components/schemas/DFSTotalMetricAmount' },
      { $ref: '#/components/schemas/DummyQuery' },
      { $ref: '#/components/schemas/Flows' },
      { $ref: '#/components/schemas/Geography' },
      { $ref: '#/components/schemas/HistogramAggregate' },
      { $ref: '#/components/schemas/Inflows' },
      { $ref: '#/components/schemas/JoinedSpatialAggregate' },
      { $ref: '#/components/schemas/LabelledFlows' },
      { $ref: '#/components/schemas/LabelledSpatialAggregate' },
      { $ref: '#/components/schemas/LocalisedCalendarActivity' },
      { $ref: '#/components/schemas/LocationEventCounts' },
      { $ref: '#/components/schemas/LocationIntroversion' },
      { $ref: '#/components/schemas/MeaningfulLocationsAggregate' },
      { $ref: '#/components/schemas/MeaningfulLocationsBetweenDatesODMatrix' },
      { $ref: '#/components/schemas/MeaningfulLocationsBetweenLabelODMatrix' },
      { $ref: '#/components/schemas/MetricAggregate' },
      { $ref: '#/components/schemas/Outflows' },
      { $ref: '#/components/schemas/SpatialAggregate' },
      { $ref: '#/components/schemas/TotalNetworkObjects' },
      { $ref: '#/components/schemas/TripsODMatrix' },
      { $ref: '#/components/schemas/UniqueSubscriberCounts' },
      { $ref: '#/components/schemas/UniqueVisitorCounts' },
      { $ref: '#/components/schemas/UnmovingAtReferenceLocationCounts' },
      { $ref: '#/components/schemas/UnmovingCounts' },
    ])
    expect(discriminator).toEqual({
      propertyName: 'query_kind',
      mapping: {
        active_at_reference_location_counts: '#/components/schemas/ActiveAtReferenceLocationCounts',
        aggregate_network_objects: '#/components/schemas/AggregateNetworkObjects',
        calendar_activity: '#/components/schemas/CalendarActivity',
        consecutive_trips_od_matrix: '#/components/schemas/ConsecutiveTripsODMatrix',
        dfs_metric_total_amount: '#/components/schemas/DFSTotalMetricAmount',
        dummy_query: '#/components/schemas/DummyQuery',
        flows: '#/components/schemas/Flows',
        geography: '#/components/schemas/Geography',
        histogram_aggregate: '#/components/schemas/HistogramAggregate',
        inflows: '#/components/schemas/Inflows',
        joined_spatial_aggregate: '#/components/schemas/JoinedSpatialAggregate',
        labelled_flows: '#/components/schemas/LabelledFlows',
        labelled_spatial_aggregate: '#/components/schemas/LabelledSpatialAggregate',
        localised_calendar_activity: '#/components/schemas/LocalisedCalendarActivity',
        location_event_counts: '#/components/schemas/LocationEventCounts',
        location_introversion: '#/components/schemas/LocationIntroversion',
        meaningful_locations_aggregate: '#/components/schemas/MeaningfulLocationsAggregate',
        meaningful_locations_between_dates_od_matrix:
          '#/components/schemas/MeaningfulLocationsBetweenDatesODMatrix',
        meaningful_locations_between_label_od_matrix:
          '#/components/schemas/MeaningfulLocationsBetweenLabelODMatrix',
        metric_aggregate: '#/components/schemas/MetricAggregate',
        outflows: '#/components/schemas/Outflows',
        spatial_aggregate: '#/components/schemas/SpatialAggregate',
        total_network_objects: '#/components/schemas/TotalNetworkObjects',
        trips_od_matrix: '#/components/schemas/TripsODMatrix',
        unique_subscriber_counts: '#/components/schemas/UniqueSubscriberCounts',
        unique_visitor_counts: '#/components/schemas/UniqueVisitorCounts',
        unmoving_at_reference_location_counts: '#/components/schemas/UnmovingAtReferenceLocationCounts',
        unmoving_counts: '#/components/schemas/UnmovingCounts',
      },
    })
  })

  test.each(DEFINITIONS)('of $kind name it, require it, and allow nothing else', ({ kind, schemaName }) => {
    expect(propertiesOf(schemaName).query_kind).toEqual({ type: 'string', enum: [kind] })
    expect(schemaOf(schemaName).required).toContain('query_kind')
    expect(schemaOf(schemaName).additionalProperties).toBe(false)
  })

  test.each(DEFINITIONS.filter(({ level, spatial }) => level === 'top' && spatial))(
    'of $kind list the aggregation units, from which scopes are made',
    ({ schemaName, units = AGGREGATION_UNITS }) => {
      expect(propertiesOf(schemaName).aggregation_unit).toMatchObject({
        type: 'string',
        enum: units,
      })
    },
  )

  test('mark the unit of kinds that take it from a part as read-only, and do not require it', () => {
    expect(propertiesOf('Flows').aggregation_unit).toHaveProperty('readOnly', true)
    expect(schemaOf('Flows').required).toEqual(['query_kind', 'from_location', 'to_location'])
    expect(propertiesOf('Geography').aggregation_unit).not.toHaveProperty('readOnly')
  })

  test('allow null where a parameter may be left out', () => {
    for (const parameter of ['hours', 'event_types', 'subscriber_subset', 'mapping_table', 'sampling'])
      expect(propertiesOf('DailyLocation')[parameter], parameter).toHaveProperty('nullable', true)
  })

  test('refer only to schemas that there are', () => {
    const references = [...JSON.stringify(schemas).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
    expect(references.length).toBeGreaterThan(0)
    for (const [, name = ''] of references) expect(schemas).toHaveProperty(name)
  })
})
