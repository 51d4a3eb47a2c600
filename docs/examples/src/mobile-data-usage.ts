import { areaY, axisX, axisY, lineY } from '@observablehq/plot'
import { locationEventCounts, uniqueSubscriberCounts } from 'flowclient'
import { choropleth } from './choropleth.ts'
import { sum } from './numbers.ts'
import { writePage } from './page.ts'
import { dayAfter, daysOf } from './periods.ts'
import { settings } from './settings.ts'
import { areasOf } from './shapes.ts'

// Where and when people use mobile data: which share of those who are seen in a district used data there, and in which
// hours of the day the sessions begin.

const { client, output, unit } = settings('mobile-data-usage.html')
const days = daysOf(await client.availableDates(), 'mds')
const [first = '', last = ''] = [days[0], days.at(-1)]
const where = { start_date: first, end_date: dayAfter(last), aggregation_unit: unit } as const

const [withData, withAny, sessionsByHour] = await Promise.all([
  client.run(uniqueSubscriberCounts({ ...where, event_types: ['mds'] })),
  client.run(uniqueSubscriberCounts({ ...where, event_types: ['calls', 'sms', 'mds'] })),
  client.run(locationEventCounts({ ...where, interval: 'hour', event_types: ['mds'] })),
])
const users = (await withData.json()).query_result
const everybody = new Map((await withAny.json()).query_result.map(({ pcod, value }) => [pcod, value]))
const sessions = (await sessionsByHour.json()).query_result

const share = new Map(
  users.flatMap(({ pcod, value }) => {
    const all = everybody.get(pcod)
    return all === undefined ? [] : [[pcod, value / all] as const]
  }),
)
const hours = Array.from({ length: 24 }, (_, hour) => {
  const own = sessions.filter(row => row.hour === hour).map(({ value }) => value)
  return { hour, perDay: sum(own) / days.length }
})
const busiest = hours.toSorted((one, other) => other.perDay - one.perDay)[0]
const areas = await areasOf(client, unit)
const percent = new Intl.NumberFormat('en', { style: 'percent' })
const least = [...share].toSorted(([, one], [, other]) => one - other).slice(0, 5)

await writePage(output, {
  title: 'Who uses mobile data, and when',
  summary: `The part of the subscribers seen in each area who used mobile data there, and the hours in which sessions began, from ${first} to ${last}.`,
  figures: [
    {
      caption: 'Subscribers who used mobile data, of all who were seen in the area',
      plot: choropleth({
        areas,
        values: share,
        color: {
          type: 'quantile',
          n: 6,
          scheme: 'ylorrd',
          label: 'share',
          legend: true,
          tickFormat: percent.format,
        },
      }),
    },
    {
      caption: 'Sessions by the hour in which they began, on an average day in all areas',
      plot: {
        height: 360,
        marginLeft: 70,
        y: { grid: true, zero: true },
        marks: [
          axisX({ label: 'hour of the day', ticks: [0, 3, 6, 9, 12, 15, 18, 21] }),
          axisY({ label: 'sessions' }),
          areaY(hours, { x: 'hour', y: 'perDay', fill: '#fdae6b', fillOpacity: 0.4 }),
          lineY(hours, { x: 'hour', y: 'perDay', stroke: '#d94801' }),
        ],
      },
    },
  ],
  note: 'Who was seen in several areas counts in each. Numbers of subscribers of 15 or fewer are not released, and neither are sessions of an area and hour in which 15 people or fewer had any: such areas are grey, and quiet hours are somewhat higher than shown.',
  data: { unit, days, users, everybody: Object.fromEntries(everybody), sessions, hours },
})
console.log(
  `${share.size} areas are in ${output}; the busiest hour begins at ${busiest?.hour}:00. The smallest shares of data users:`,
)
for (const [pcod, value] of least) console.log(`  ${pcod}  ${percent.format(value)}`)
