import { axisX, axisY, dot, line, text } from '@observablehq/plot'
import { runAll, uniqueSubscriberCounts } from 'flowclient'
import { choropleth } from './choropleth.ts'
import { typicalDay } from './numbers.ts'
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

const areas = await areasOf(client, unit)
const typical = new Map(
  areas.map(({ properties: { pcod } }) => {
    const released = counts.filter(count => count.pcod === pcod).map(({ value }) => value)
    return [pcod, typicalDay(released, days.length)]
  }),
)
const busiest = [...typical].toSorted(([, one = 0], [, other = 0]) => other - one).slice(0, 5)
const labelled = new Set(busiest.map(([pcod]) => pcod))
const values = new Map(counts.map(({ pcod, date, value }) => [`${pcod} ${date}`, value]))
// A day that is not released is a gap in the line, which must not be bridged.
const timed = areas.flatMap(({ properties: { pcod } }) =>
  days.map(day => ({ pcod, date: new Date(day), value: values.get(`${pcod} ${day}`) ?? Number.NaN })),
)
const lastDay = timed.at(-1)?.date

await writePage(output, {
  title: 'Who was seen where',
  summary: `How many different subscribers made or received a call or a text message in each area, from ${days[0]} to ${days.at(-1)}.`,
  figures: [
    {
      caption:
        'Subscribers on a typical day (the median of all days); each colour stands for a sixth of the areas',
      plot: choropleth({
        areas,
        values: typical,
        color: {
          type: 'quantile',
          n: 6,
          scheme: 'ylgnbu',
          label: 'subscribers',
          legend: true,
          tickFormat: (edge: number) => Math.round(edge).toLocaleString('en'),
        },
      }),
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
  note: 'A subscriber counts once in every area that they were seen in, so areas cannot be added up. Counts of 15 subscribers or fewer are not released: an area is grey where that leaves its typical day unknown, and its line has a gap.',
  data: { unit, days, counts },
})
console.log(
  `${counts.length} counts of ${days.length} days are in ${output}. The busiest areas on a typical day:`,
)
for (const [pcod, value] of busiest) console.log(`  ${pcod}  ${value ?? 'not released'}`)
