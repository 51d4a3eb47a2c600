import { writeFileSync } from 'node:fs'
import { type Client, connect, dailyLocation, flows, modalLocation } from 'flowclient'
import type { Settings } from './config.ts'
import { districtNames, shapeOf } from './districts.ts'
import type { Home } from './home.ts'
import { flowMapPage } from './map/flow-map.ts'
import type { District, Flow } from './map/flows.ts'
import { flowapiUrl } from './programs.ts'
import type { Secrets } from './secrets.ts'
import type { Steps } from './steps.ts'
import { flowTable } from './table.ts'
import { describePeriod, type Periods, periodsToCompare } from './weeks.ts'

const NOTE =
  'A person counts where they were last seen on most days of a period. Flows of 15 people or fewer are not released, ' +
  'and are in no sum on this page. The country, and everyone in it, is made up.'

/**
 * The first analysis: between which districts people moved from one week to another, asked of FlowAPI as any analyst
 * would. Writes the map.
 *
 * @returns the largest flows as a table to print, with a heading.
 */
export async function analyse(
  settings: Settings,
  secrets: Secrets,
  home: Home,
  token: string,
  steps: Steps,
): Promise<string> {
  const client = connect({ url: flowapiUrl(settings), token })
  const { calls = [] } = await client.availableDates()
  const periods = periodsToCompare(calls)
  const from = describePeriod(periods.before)
  const to = describePeriod(periods.after)

  const moves = await steps.step('Flows between districts', note => moved(client, periods, note))
  const names = await districtNames(settings, secrets)
  const districts = await steps.step('Map', async () => {
    const shapes = await districtsOf(client, names)
    const page = flowMapPage({
      title: 'Where people moved',
      subtitle: `Between the districts they lived in: ${unbroken(from)}, then ${unbroken(to)}`,
      note: NOTE,
      districts: shapes,
      flows: moves,
    })
    writeFileSync(home.map, page, { mode: 0o600 })
    return shapes
  })
  return `The largest flows between districts, from ${from} to ${to}\n${flowTable(moves, districts)}`
}

/** The same text on one line: no break at its spaces, nor after a dash. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0').replaceAll('–', '–\u2060')
}

/** How many people lived in one district in the first period and in one, the same or another, in the second. */
async function moved(
  client: Client,
  { before, after }: Periods,
  note: (text: string) => void,
): Promise<Flow[]> {
  const query = await client.run(flows({ from_location: homes(before), to_location: homes(after) }))
  const parts = query.progress?.eligible ?? 0
  await query.wait({ onProgress: ({ eligible }) => note(`${parts - eligible} of ${parts} parts computed`) })
  const { query_result } = await query.json()
  return query_result.map(({ pcod_from, pcod_to, value }) => ({
    from: pcod_from,
    to: pcod_to,
    people: value,
  }))
}

/** The district in which each person was last seen on most of some days. */
function homes(days: readonly string[]) {
  return modalLocation({
    locations: days.map(date => dailyLocation({ date, method: 'last', aggregation_unit: 'admin3' })),
  })
}

async function districtsOf(client: Client, names: ReadonlyMap<string, string>): Promise<District[]> {
  const { features } = await client.geography('admin3')
  return features.map(({ geometry, properties: { pcod } }) => ({
    code: pcod,
    name: names.get(pcod) ?? pcod,
    shape: shapeOf(geometry),
  }))
}
