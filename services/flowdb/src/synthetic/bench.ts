import { Days } from './events/day.ts'
import { daysOf, parametersOf } from './parameters.ts'
import type { TableText } from './tables/copy-text.ts'
import { EventTables, eventTypesOf } from './tables/events.ts'
import { transferTables } from './tables/mobile-money.ts'
import { makeWorld } from './world.ts'

/** Makes the rows of the demo profile, as they would be sent to a database, and says how fast that went. */
const parameters = parametersOf('demo')
const start = performance.now()
const world = makeWorld(parameters)
const days = new Days(world)
const tables = new EventTables(world)
let events = 0
let characters = 0

function count({ chunks, rowCount }: TableText): void {
  for (const chunk of chunks) characters += chunk.length
  events += rowCount
}

for (const day of daysOf(parameters)) {
  for (const type of eventTypesOf(parameters)) count(tables.table(type, days.of(day)))
  count(transferTables(days.of(day)).metadata)
}
const seconds = (performance.now() - start) / 1000
console.log(
  `${events} events (${Math.round(characters / 1e6)} MB) in ${seconds.toFixed(1)} s: ` +
    `${Math.round(events / seconds)} events a second on one core.`,
)
