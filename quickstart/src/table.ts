import Table from 'cli-table3'
import { type District, type Flow, flowsBetween } from './map/flows.ts'

/** How many flows the table has. */
const LISTED = 10

const NO_LINES_BETWEEN_ROWS = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }

/** The largest flows between two different districts, as a table for a terminal. */
export function flowTable(flows: readonly Flow[], districts: readonly District[]): string {
  const names = new Map(districts.map(({ code, name }) => [code, name]))
  const table = new Table({
    head: ['From', 'To', 'People'],
    colAligns: ['left', 'left', 'right'],
    style: { head: [], border: [] },
    chars: NO_LINES_BETWEEN_ROWS,
  })
  for (const { from, to, people } of flowsBetween(flows).slice(0, LISTED)) {
    table.push([names.get(from) ?? from, names.get(to) ?? to, people.toLocaleString('en')])
  }
  return table.toString()
}
