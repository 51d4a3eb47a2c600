import { axisX, axisY, dot, linearRegressionY } from '@observablehq/plot'
import { handset, joinedSpatialAggregate, modalLocationFromDates, radiusOfGyration } from 'flowclient'
import { choropleth } from './choropleth.ts'
import { correlation } from './numbers.ts'
import { writePage } from './page.ts'
import { dayAfter, daysOfCalls } from './periods.ts'
import { settings } from './settings.ts'
import { areasOf } from './shapes.ts'

// Whether people move further where more of them have a smartphone: two properties of subscribers, each put together for
// the area where they live. A first look at how far data that come from smartphones alone could mislead.

const { client, output, unit } = settings('handsets-and-mobility.html')
const days = daysOfCalls(await client.availableDates()).slice(0, 7)
const [first = '', last = ''] = [days[0], days.at(-1)]
const period = { start_date: first, end_date: dayAfter(last) }

/** Where people live: the area where they are last seen on most days. */
const homes = modalLocationFromDates({ ...period, method: 'last', aggregation_unit: unit })

const [averages, shares] = await Promise.all([
  client.run(joinedSpatialAggregate({ locations: homes, metric: radiusOfGyration(period), method: 'avg' })),
  client.run(
    joinedSpatialAggregate({
      locations: homes,
      metric: handset({ ...period, characteristic: 'hnd_type', method: 'most-common' }),
      method: 'distr',
    }),
  ),
])
const radii = new Map((await averages.json()).query_result.map(({ pcod, value }) => [pcod, value]))
const handsets = (await shares.json()).query_result.map(({ pcod, key, value }) => ({ pcod, key, value }))
const smart = new Map(handsets.filter(({ key }) => key === 'Smart').map(({ pcod, value }) => [pcod, value]))

const compared = [...radii].flatMap(([pcod, radius]) => {
  const share = smart.get(pcod)
  return share === undefined ? [] : [{ pcod, radius, share }]
})
const coefficient = correlation(compared.map(({ share, radius }) => [share, radius]))
const areas = await areasOf(client, unit)
const percent = new Intl.NumberFormat('en', { style: 'percent' })
const found =
  coefficient === undefined
    ? 'too few areas can be compared'
    : `the correlation over ${compared.length} areas is ${coefficient.toFixed(2)}`

await writePage(output, {
  title: 'Smartphones and mobility',
  summary: `How far people moved about and how many had a smartphone, by the area where they lived from ${first} to ${last}: ${found}.`,
  figures: [
    {
      caption: 'The radius of gyration of those who live in an area, on average',
      plot: choropleth({
        areas,
        values: radii,
        color: {
          type: 'quantile',
          n: 6,
          scheme: 'bupu',
          label: 'kilometres',
          legend: true,
          tickFormat: '.1f',
        },
      }),
    },
    {
      caption: 'The share of those who live in an area whose phone is a smartphone',
      plot: choropleth({
        areas,
        values: smart,
        color: {
          type: 'quantile',
          n: 6,
          scheme: 'greens',
          label: 'share',
          legend: true,
          tickFormat: percent.format,
        },
      }),
    },
    {
      caption: 'Each area by both',
      plot: {
        height: 420,
        marginLeft: 60,
        x: { grid: true },
        y: { grid: true },
        marks: [
          axisX({ label: 'share of smartphones', tickFormat: percent.format }),
          axisY({ label: 'radius of gyration (km)' }),
          linearRegressionY(compared, { x: 'share', y: 'radius', stroke: '#888' }),
          dot(compared, { x: 'share', y: 'radius', fill: '#0b4f8a' }),
        ],
      },
    },
  ],
  note: 'Areas are compared, not people: that two numbers go together from area to area does not say that they do from person to person. An average is released for 16 people or more of whom none makes up more than half of it; a share for 16 people or more who have such a phone. Areas without are grey.',
  data: { unit, period, averages: Object.fromEntries(radii), handsets, coefficient: coefficient ?? null },
})
console.log(`${compared.length} areas are compared in ${output}; ${found}.`)
