import { axisX, axisY, barX, centroid, ruleX, text } from '@observablehq/plot'
import { flows, modalLocationFromDates } from 'flowclient'
import { choropleth } from './choropleth.ts'
import { sum } from './numbers.ts'
import { writePage } from './page.ts'
import { daysOfCalls, type Period, split } from './periods.ts'
import { settings } from './settings.ts'
import { areasOf } from './shapes.ts'

// Where more people have moved than usual, as after an earthquake: flows between the places where people live before
// and after, less the flows of an equally long time in which nothing had happened. The method is that by which people
// who had left the Kathmandu Valley were counted in 2015 (Wilson et al., PLOS Currents Disasters, 2016).

const { client, output, unit } = settings('flows-above-normal.html')
const days = daysOfCalls(await client.availableDates())
const [before, usual, benchmark, focal] = split(days, 4)
if (!before || !usual || !benchmark || !focal) throw new Error('Four periods are needed.')

/** Where people live in a period: the area where they are last seen on most of its days. */
const homes = (period: Period) =>
  modalLocationFromDates({ ...period, method: 'last', aggregation_unit: unit })

/** How many people moved between each two areas, from one period to another. */
async function moves(from: Period, to: Period) {
  const handle = await client.run(flows({ from_location: homes(from), to_location: homes(to) }))
  return (await handle.json()).query_result
}

const [normal, after] = await Promise.all([moves(before, usual), moves(benchmark, focal)])
const keyOf = ({ pcod_from, pcod_to }: { readonly pcod_from: string; readonly pcod_to: string }) =>
  JSON.stringify([pcod_from, pcod_to])
const normally = new Map(normal.map(flow => [keyOf(flow), flow.value]))

// What one of the two results leaves out is not zero but unknown: only pairs that both of them tell can be compared.
const compared = after.flatMap(flow => {
  const usually = normally.get(keyOf(flow))
  const { pcod_from, pcod_to, value } = flow
  return usually === undefined ? [] : [{ pcod_from, pcod_to, above: value - usually }]
})
const between = compared.filter(({ pcod_from, pcod_to }) => pcod_from !== pcod_to)
const total = (flows: readonly { readonly above: number }[]) => sum(flows.map(({ above }) => above))

const areas = await areasOf(client, unit)
const balance = areas.map(({ properties: { pcod } }) => ({
  pcod,
  arrivals: total(between.filter(({ pcod_to }) => pcod_to === pcod)),
  departures: total(between.filter(({ pcod_from }) => pcod_from === pcod)),
}))
const net = new Map(balance.map(({ pcod, arrivals, departures }) => [pcod, arrivals - departures]))
const told = new Set(between.flatMap(({ pcod_from, pcod_to }) => [pcod_from, pcod_to]))
const largest = balance
  .filter(({ pcod }) => told.has(pcod))
  .toSorted((one, other) => Math.abs(net.get(other.pcod) ?? 0) - Math.abs(net.get(one.pcod) ?? 0))
  .slice(0, 15)
const bars = largest.flatMap(({ pcod, arrivals, departures }) => [
  { pcod, what: 'arrivals', above: arrivals },
  { pcod, what: 'departures', above: departures },
])
const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero' })
const limit = Math.max(1, ...[...net.values()].map(Math.abs))
const said = ({ start_date, end_date }: Period) => `from ${start_date} until before ${end_date}`

await writePage(output, {
  title: 'Flows above normal',
  summary: `Moves from where people lived ${said(benchmark)} to where they then lived ${said(focal)}, less those of usual times (from where they lived ${said(before)}, to where they lived ${said(usual)}).`,
  figures: [
    {
      caption: 'People whom areas gained or lost beyond what is usual',
      plot: choropleth({
        areas,
        values: new Map([...net].filter(([pcod]) => told.has(pcod))),
        color: { type: 'diverging', scheme: 'brbg', domain: [-limit, limit] },
        marks: [
          text(
            areas.filter(({ properties: { pcod } }) => told.has(pcod)),
            centroid({
              text: ({ properties: { pcod } }) => signed.format(net.get(pcod) ?? 0),
              fill: 'black',
              stroke: 'white',
              fontSize: 13,
            }),
          ),
        ],
      }),
    },
    {
      caption: 'Arrivals and departures beyond what is usual, in the areas with the largest balance',
      plot: {
        height: 60 + 44 * largest.length,
        marginLeft: 90,
        marginRight: 90,
        color: { domain: ['arrivals', 'departures'], range: ['#01665e', '#8c510a'] },
        fy: { domain: largest.map(({ pcod }) => pcod), label: null },
        marks: [
          axisX({ label: 'people more (or fewer) than usual', tickFormat: signed.format }),
          axisY({ label: null }),
          barX(bars, { x: 'above', y: 'what', fy: 'pcod', fill: 'what' }),
          ruleX([0]),
        ],
      },
    },
  ],
  note: `Of ${after.length} flows after and ${normal.length} in usual times, ${compared.length} are told by both results and compared. Flows of 15 people or fewer are not released; a pair that either result leaves out is in no sum here, and an area without a comparable flow is grey.`,
  data: { unit, periods: { before, usual, benchmark, focal }, normal, after, compared, balance },
})
console.log(
  `${compared.length} flows are compared in ${output}; ${total(between)} moves between areas above normal.`,
)
for (const { pcod } of largest.slice(0, 5)) console.log(`  ${pcod}  ${net.get(pcod)}`)
