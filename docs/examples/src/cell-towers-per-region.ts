import { axisX, axisY, cell } from '@observablehq/plot'
import { totalNetworkObjects } from 'flowclient'
import { choropleth } from './choropleth.ts'
import { typicalDay } from './numbers.ts'
import { writePage } from './page.ts'
import { dayAfter, daysOfCalls } from './periods.ts'
import { settings } from './settings.ts'
import { areasOf } from './shapes.ts'

// How many cells of the network were in use in each district on each day. A day on which a part of the network is missing
// from the data looks like a day on which people have left; this tells the two apart.

const { client, output, unit } = settings('cell-towers-per-region.html')
const days = daysOfCalls(await client.availableDates())
const [first = '', last = ''] = [days[0], days.at(-1)]

const handle = await client.run(
  totalNetworkObjects({
    start_date: first,
    end_date: dayAfter(last),
    total_by: 'day',
    aggregation_unit: unit,
  }),
)
const counts = (await handle.json()).query_result.map(({ pcod, value, datetime }) => ({
  pcod,
  date: datetime.slice(0, 10),
  value,
}))

const areas = await areasOf(client, unit)
const cellsOf = (pcod: string) => counts.filter(count => count.pcod === pcod).map(({ value }) => value)
const typical = new Map(
  areas.map(({ properties: { pcod } }) => [pcod, typicalDay(cellsOf(pcod), days.length)]),
)
const equipped = [...typical].toSorted(([, one = 0], [, other = 0]) => other - one).map(([pcod]) => pcod)
const beside = counts.flatMap(({ pcod, date, value }) => {
  const usual = typical.get(pcod)
  return usual === undefined ? [] : [{ pcod, date, share: value / usual }]
})
const quietest = beside.toSorted((one, other) => one.share - other.share).slice(0, 5)
const percent = new Intl.NumberFormat('en', { style: 'percent' })

await writePage(output, {
  title: 'Cells in use',
  summary: `How many cells of the network had a call or a text message in each area, from ${first} to ${last}.`,
  figures: [
    {
      caption: 'Cells in use on a typical day (the median of all days)',
      plot: choropleth({
        areas,
        values: typical,
        color: { type: 'quantile', n: 6, scheme: 'purples', label: 'cells', legend: true, tickFormat: '.0f' },
      }),
    },
    {
      caption: 'Cells in use by day, beside the typical day of the area; areas with most cells come first',
      plot: {
        height: 60 + 13 * equipped.length,
        marginLeft: 90,
        color: {
          type: 'threshold',
          scheme: 'puor',
          domain: [0.5, 0.75, 0.9, 1.1, 1.25, 1.5],
          label: 'of a typical day',
          legend: true,
          tickFormat: percent.format,
        },
        x: { domain: days },
        y: { domain: equipped },
        marks: [
          axisX({ label: null, ticks: days.filter((_, index) => index % 7 === 0) }),
          axisY({ label: null, tickSize: 0 }),
          cell(beside, { x: 'date', y: 'pcod', fill: 'share', inset: 0.5 }),
        ],
      },
    },
  ],
  note: 'A cell counts on a day on which it had an event. A number is released where 16 subscribers or more had events in the area on that day: a white gap, or a grey area, had fewer, or no data at all.',
  data: { unit, days, counts },
})
console.log(
  `${counts.length} counts of ${days.length} days are in ${output}. Furthest below a typical day were:`,
)
for (const { pcod, date, share } of quietest) console.log(`  ${pcod} on ${date}  ${percent.format(share)}`)
