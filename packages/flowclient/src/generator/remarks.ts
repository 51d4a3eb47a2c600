/** What the contract does not say of a kind of query, and an analyst wants to know. */
export interface Remark {
  /** What stands behind the contract's description. */
  readonly words?: string
  /** An example that tells more than the shortest query does: its title, and its code. */
  readonly example?: readonly [title: string, code: string]
}

const CLIENT = "const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })"
const HOMES = `const homes = (start_date: string, end_date: string) =>
  modalLocationFromDates({ start_date, end_date, method: 'last', aggregation_unit: 'admin3' })`

/** Remarks by kind. A kind needs none: its builder then has an example of its own making. */
export const REMARKS: Readonly<Record<string, Remark>> = {
  daily_location: {
    words:
      'Where someone was last seen on a day is mostly where they spend the night. Subscribers without an event on that day have no place.',
    example: [
      'How many subscribers ended New Year’s Day in each district',
      `import { connect, dailyLocation, spatialAggregate } from 'flowclient'

${CLIENT}
const locations = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })
const handle = await client.run(spatialAggregate({ locations }))
for await (const { pcod, value } of handle.rows()) console.log(pcod, value)`,
    ],
  },
  flows: {
    words:
      'Each row is a pair of places and, as `value`, a number of subscribers; those who stayed are a flow from a place to itself. Pairs with too few subscribers to be told are left out.',
    example: [
      'Between which districts subscribers moved from the first to the third week of 2016',
      `import { connect, flows, modalLocationFromDates } from 'flowclient'

${CLIENT}
${HOMES}
const handle = await client.run(
  flows({
    from_location: homes('2016-01-01', '2016-01-08'),
    to_location: homes('2016-01-15', '2016-01-22'),
  }),
)
for await (const { pcod_from, pcod_to, value } of handle.rows())
  if (pcod_from !== pcod_to) console.log(\`\${pcod_from} to \${pcod_to}: \${value} subscribers\`)`,
    ],
  },
  geography: {
    words:
      'As a query it is the way to the places of a mapping table; without one, {@link Client.geography} is shorter.',
    example: [
      'The districts by which the health ministry reckons, where the administrator has made such a table',
      `import { connect, geography } from 'flowclient'

${CLIENT}
const handle = await client.run(
  geography({ aggregation_unit: 'admin3', mapping_table: 'geography.health_districts' }),
)
const { features } = await handle.geojson()
console.log(features.length)`,
    ],
  },
  histogram_aggregate: {
    words:
      'Each row is a bin, from `lower_edge` up to `upper_edge`, and as `value` a number of subscribers. A bin does not hold its upper edge, but the last one does. Bins with too few subscribers to be told, or with none, are left out.',
    example: [
      'How far subscribers moved in the first week of 2016',
      `import { connect, histogramAggregate, radiusOfGyration } from 'flowclient'

${CLIENT}
const metric = radiusOfGyration({ start_date: '2016-01-01', end_date: '2016-01-08' })
const handle = await client.run(histogramAggregate({ metric, bins: { bin_list: [0, 1, 5, 20, 100] } }))
for await (const { lower_edge, upper_edge, value } of handle.rows())
  console.log(\`\${lower_edge} to \${upper_edge} km: \${value} subscribers\`)`,
    ],
  },
  location_event_counts: {
    words:
      'Each row is a place, a time (`date`, and `hour` and `min` as far as the interval goes) and, as `value`, a number of events. Rows with events of too few subscribers to be told are left out, and so are those without events.',
    example: [
      'How busy each district was in each hour of New Year’s Day',
      `import { connect, locationEventCounts } from 'flowclient'

${CLIENT}
const handle = await client.run(
  locationEventCounts({
    start_date: '2016-01-01',
    end_date: '2016-01-02',
    interval: 'hour',
    aggregation_unit: 'admin3',
  }),
)
for await (const { pcod, hour, value } of handle.rows()) console.log(\`\${pcod} at \${hour}: \${value} events\`)`,
    ],
  },
  modal_location: {
    words:
      'Over a week or more it is taken for the place where someone lives. {@link modalLocationFromDates} makes it from a first and a last day.',
    example: [
      'Where subscribers mostly were on two days',
      `import { dailyLocation, modalLocation, spatialAggregate } from 'flowclient'

const days = ['2016-01-01', '2016-01-02'].map(date =>
  dailyLocation({ date, method: 'last', aggregation_unit: 'admin3' }),
)
console.log(JSON.stringify(spatialAggregate({ locations: modalLocation({ locations: days }) })))`,
    ],
  },
  radius_of_gyration: {
    words:
      'It is the root of the mean squared distance between where a subscriber’s events were and their mean longitude and latitude. Somebody who is always in one place has 0.',
  },
  spatial_aggregate: {
    words:
      'Each row is a place and, as `value`, a number of subscribers. A subscriber counts in one place at most. Places with too few subscribers to be told are left out.',
    example: [
      'How many subscribers lived in each district in the first week of 2016',
      `import { connect, modalLocationFromDates, spatialAggregate } from 'flowclient'

${CLIENT}
${HOMES}
const handle = await client.run(spatialAggregate({ locations: homes('2016-01-01', '2016-01-08') }))
for await (const { pcod, value } of handle.rows()) console.log(\`\${pcod}: \${value} subscribers\`)`,
    ],
  },
  unique_subscriber_counts: {
    words:
      'Each row is a place and, as `value`, a number of subscribers. A subscriber counts once in every place that they were seen in, so values must not be added up over places. Places with too few subscribers to be told are left out.',
    example: [
      'Who was in which district in the nights of the first week of 2016',
      `import { connect, uniqueSubscriberCounts } from 'flowclient'

${CLIENT}
const handle = await client.run(
  uniqueSubscriberCounts({
    start_date: '2016-01-01',
    end_date: '2016-01-08',
    aggregation_unit: 'admin3',
    event_types: ['calls', 'sms', 'mds'],
    hours: { start_hour: 20, end_hour: 6 },
  }),
)
console.log(await handle.csv())`,
    ],
  },
}
