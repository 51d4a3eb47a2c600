import { arrow, axisX, axisY, barX, ruleX } from '@observablehq/plot'
import { meaningfulLocationsBetweenLabelOdMatrix } from 'flowclient'
import { choropleth } from './choropleth.ts'
import { sum } from './numbers.ts'
import { writePage } from './page.ts'
import { dayAfter, daysOfCalls } from './periods.ts'
import { settings } from './settings.ts'
import { areasOf, middleOf } from './shapes.ts'

// From where to where people commute: the places that a person returns to are told to be a home or a workplace by the
// hours and the days on which events are there. The method is that of Isaacman et al., Identifying Important Places in
// People's Lives from Cellular Network Data (Pervasive Computing, 2011).

const { client, output, unit } = settings('commuting.html')
const days = daysOfCalls(await client.availableDates())
const [first = '', last = ''] = [days[0], days.at(-1)]

/** A rectangle in the plane of scores: of hours to the right, of days upwards. */
const rectangle = (left: number, bottom: number, right: number, top: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
      [left, bottom],
    ],
  ],
})

const handle = await client.run(
  meaningfulLocationsBetweenLabelOdMatrix({
    start_date: first,
    end_date: dayAfter(last),
    aggregation_unit: unit,
    label_a: 'home',
    label_b: 'work',
    // An event from 8 to 18 o'clock scores -1 and one at night 1; one on a working day 1, and one at the weekend -1.
    tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? -1 : 1)),
    tower_day_of_week_scores: {
      monday: 1,
      tuesday: 1,
      wednesday: 1,
      thursday: 1,
      friday: 1,
      saturday: -1,
      sunday: -1,
    },
    // Home is where one is at night; work where one is by day, and not only at weekends.
    labels: { home: rectangle(0.1, -1.1, 1.1, 1.1), work: rectangle(-1.1, 0.1, -0.1, 1.1) },
    tower_cluster_radius: 1,
    // Places where somebody was on fewer days than one in seven are not those that they return to.
    tower_cluster_call_threshold: Math.ceil(days.length / 7),
  }),
)
const pairs = (await handle.json()).query_result
const between = pairs.filter(({ pcod_from, pcod_to }) => pcod_from !== pcod_to)

const areas = await areasOf(client, unit)
const people = (flows: readonly { readonly value: number }[]) => sum(flows.map(({ value }) => value))
const balance = areas.map(({ properties: { pcod } }) => ({
  pcod,
  arrivals: people(between.filter(({ pcod_to }) => pcod_to === pcod)),
  departures: people(between.filter(({ pcod_from }) => pcod_from === pcod)),
}))
const told = new Set(between.flatMap(({ pcod_from, pcod_to }) => [pcod_from, pcod_to]))
const known = balance.filter(({ pcod }) => told.has(pcod))
const net = new Map(known.map(({ pcod, arrivals, departures }) => [pcod, arrivals - departures]))
const limit = Math.max(1, ...[...net.values()].map(Math.abs))
const largest = between.toSorted((one, other) => other.value - one.value).slice(0, 40)
const busiest = known
  .toSorted((one, other) => other.arrivals + other.departures - one.arrivals - one.departures)
  .slice(0, 15)
const bars = busiest.flatMap(({ pcod, arrivals, departures }) => [
  { pcod, what: 'work here, live elsewhere', people: arrivals },
  { pcod, what: 'live here, work elsewhere', people: departures },
])

const middles = new Map(areas.map(area => [area.properties.pcod, middleOf(area)]))
const arrows = largest.flatMap(({ pcod_from, pcod_to, value }) => {
  const [from, to] = [middles.get(pcod_from), middles.get(pcod_to)]
  return from && to ? [{ from, to, value }] : []
})
const widest = Math.max(1, ...arrows.map(({ value }) => value))
const rounded = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

await writePage(output, {
  title: 'Who commutes where',
  summary: `How many people have their home in one area and their work in another, by where they were by night and on working days from ${first} to ${last}.`,
  figures: [
    {
      caption: `People that areas gain (green) or lose (brown) in working hours, and the ${arrows.length} largest flows from homes to work`,
      plot: choropleth({
        areas,
        values: net,
        color: {
          type: 'quantize',
          n: 8,
          scheme: 'brbg',
          domain: [-limit, limit],
          label: 'people more by day than by night',
          legend: true,
        },
        marks: [
          arrow(arrows, {
            x1: ({ from }) => from[0],
            y1: ({ from }) => from[1],
            x2: ({ to }) => to[0],
            y2: ({ to }) => to[1],
            bend: true,
            stroke: '#333',
            strokeOpacity: 0.7,
            strokeWidth: ({ value }) => (4 * value) / widest,
          }),
        ],
      }),
    },
    {
      caption: 'Commuters of the areas with most of them',
      plot: {
        height: 60 + 44 * busiest.length,
        marginLeft: 90,
        marginRight: 170,
        color: {
          domain: ['work here, live elsewhere', 'live here, work elsewhere'],
          range: ['#01665e', '#8c510a'],
          legend: true,
        },
        fy: { domain: busiest.map(({ pcod }) => pcod), label: null },
        y: { axis: null },
        marks: [
          axisX({ label: 'people' }),
          axisY({ label: null, ticks: [] }),
          barX(bars, { x: 'people', y: 'what', fy: 'pcod', fill: 'what' }),
          ruleX([0]),
        ],
      },
    },
  ],
  note: `Who has several homes or workplaces counts in parts in each pair of them, so that sums are of people. Pairs of areas with 15 people or fewer are not released and are in no sum: the true numbers are higher. ${areas.length - told.size} areas of which no pair is released are grey.`,
  data: { unit, period: { start_date: first, end_date: dayAfter(last) }, pairs, balance },
})
console.log(
  `${pairs.length} pairs of areas are in ${output}; ${rounded.format(people(between))} people commute between areas. The largest flows:`,
)
for (const { pcod_from, pcod_to, value } of largest.slice(0, 5))
  console.log(`  ${pcod_from} to ${pcod_to}  ${rounded.format(value)}`)
