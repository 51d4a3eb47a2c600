import { axisX, axisY, dot, geo, line, text } from '@observablehq/plot'
import { runAll, uniqueSubscriberCounts } from 'flowclient'
import { writePage } from './page.ts'
import { dayAfter, daysOfCalls } from './periods.ts'
import { settings } from './settings.ts'
import { areasOf } from './shapes.ts'

// How many different subscribers were seen in each district on each day. It is the first thing to look at in a new
// deployment: a day or a district that is missing here is missing in every analysis.

const { client, output, unit } = settings('unique-subscriber-counts.html')
const days = daysOfCalls(await client.availableDates())

const handles = await runAll(
  client,
  days.map(day =>
    uniqueSubscriberCounts({ start_date: day, end_date: dayAfter(day), aggregation_unit: unit }),
  ),
)
const perDay = await Promise.all(
  handles.map(async (handle, index) =>
    (await handle.json()).query_result.map(row => ({ date: days[index] ?? '', ...row })),
  ),
)
const counts = perDay.flat()

/** A typical day: not touched by a single day that is out of the ordinary. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const [lower = 0, upper = 0] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1)
  return (lower + upper) / 2
}

const areas = await areasOf(client, unit)
const typical = new Map(
  areas.map(({ properties: { pcod } }) => {
    const values = counts.filter(count => count.pcod === pcod).map(({ value }) => value)
    return [pcod, values.length === 0 ? undefined : median(values)]
  }),
)
const busiest = [...typical].toSorted(([, one = 0], [, other = 0]) => other - one).slice(0, 5)
const labelled = new Set(busiest.map(([pcod]) => pcod))
const timed = counts.map(count => ({ ...count, date: new Date(count.date) }))
const lastDay = timed.at(-1)?.date

await writePage(output, {
  title: 'Who was seen where',
  summary: `How many different subscribers made or received a call or a text message in each area, from ${days[0]} to ${days.at(-1)}.`,
  figures: [
    {
      caption: 'Subscribers on a typical day (the median of all days)',
      plot: {
        projection: { type: 'reflect-y', domain: { type: 'FeatureCollection', features: areas } },
        color: { type: 'linear', scheme: 'ylgnbu', unknown: '#eee', label: 'subscribers' },
        height: 620,
        marks: [
          geo(areas, {
            fill: ({ properties }) => typical.get(properties.pcod),
            stroke: 'white',
            strokeWidth: 0.5,
          }),
        ],
      },
    },
    {
      caption: 'Subscribers by day; the five busiest areas have names',
      plot: {
        height: 420,
        marginRight: 80,
        marginLeft: 60,
        y: { grid: true, zero: true },
        marks: [
          axisX({ label: null, ticks: 'day' }),
          axisY({ label: 'subscribers' }),
          line(timed, { x: 'date', y: 'value', z: 'pcod', stroke: '#8ab', strokeOpacity: 0.6 }),
          line(
            timed.filter(({ pcod }) => labelled.has(pcod)),
            { x: 'date', y: 'value', z: 'pcod', stroke: '#0b4f8a' },
          ),
          dot(
            timed.filter(({ pcod }) => labelled.has(pcod)),
            { x: 'date', y: 'value', r: 2, fill: '#0b4f8a' },
          ),
          text(
            timed.filter(({ pcod, date }) => labelled.has(pcod) && date.getTime() === lastDay?.getTime()),
            { x: 'date', y: 'value', text: 'pcod', textAnchor: 'start', dx: 6 },
          ),
        ],
      },
    },
  ],
  note: 'A subscriber counts once in every area that they were seen in, so areas cannot be added up. Counts of 15 subscribers or fewer are not released: such an area is grey on the map, and its line has a gap.',
  data: { unit, days, counts },
})
console.log(
  `${counts.length} counts of ${days.length} days are in ${output}. The busiest areas on a typical day:`,
)
for (const [pcod, value] of busiest) console.log(`  ${pcod}  ${value ?? 'not released'}`)
