import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
import { runCommand } from '../harness/programs.ts'
import {
  DAYS,
  END,
  flows,
  locationEventCounts,
  modalLocation,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import { inOrder, roundedInOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { answer, released as releasedValues } from '../reference/aggregates.ts'
import type { EventType } from '../reference/specs.ts'
import type { World } from '../reference/world.ts'

/* The worked examples, as an analyst runs them; their numbers against those of the raw events. */

const { url, database } = sharedSystem()
const UNIT = { aggregation_unit: 'admin1' } as const
const WEEK = { start_date: '2016-01-01', end_date: END } as const
let folder: string
let world: World
let browser: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowkit-examples-'))
  world = await readWorld(database)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true })
})

/** Runs an example; gives what it printed, the numbers that its page holds, and the page's file. */
async function run(name: string) {
  const file = join(folder, `${name}.html`)
  const script = fileURLToPath(new URL(`../../../docs/examples/dist/${name}.js`, import.meta.url))
  const env = { FLOWAPI_URL: url, FLOWAPI_TOKEN: inject('token') }
  const printed = await runCommand(process.execPath, [script, '--output', file, '--unit', 'admin1'], env)
  const [, json = ''] = /<script[^>]*id="data"[^>]*>(.*?)<\/script>/s.exec(await readFile(file, 'utf8')) ?? []
  return { printed, data: JSON.parse(json), file }
}

/** What is on a page, opened without a network. */
async function look(file: string) {
  const context = await browser.newContext({ offline: true })
  const page = await context.newPage()
  const requests: string[] = []
  page.on('request', request => requests.push(request.url()))
  await page.goto(`file://${file}`)
  const figures = await page.locator('body > figure').count()
  const areas = await page.locator('body > figure').first().locator('[aria-label=geo] path').count()
  const heading = await page.locator('h1').textContent()
  await context.close()
  return { figures, areas, heading, requests: requests.length }
}

const released = (spec: Parameters<typeof answer>[1]) => answer(world, spec).released
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

describe('the example of unique subscriber counts', () => {
  test('gives the counts of each day, and shows them', async () => {
    const { data, printed, file } = await run('unique-subscriber-counts')
    const expected = data.days.flatMap((day: string) => {
      const end_date = `2016-01-${String(Number(day.slice(-2)) + 1).padStart(2, '0')}`
      const counts = released(uniqueSubscriberCounts({ start_date: day, end_date, ...UNIT }))
      return counts.map(row => ({ date: day, ...row }))
    })
    expect(data.days).toHaveLength(7)
    expect(inOrder(data.counts)).toEqual(inOrder(expected))
    expect(printed).toContain(`${expected.length} counts of 7 days`)
    const regions = world.regions.admin1?.length
    expect(await look(file)).toMatchObject({
      figures: 2,
      areas: regions,
      heading: 'Who was seen where',
      requests: 1,
    })
  })
})

describe('the example of cells in each area', () => {
  test('gives those of each day, and shows them', async () => {
    const { data, printed, file } = await run('cell-towers-per-region')
    const expected = released({ query_kind: 'total_network_objects', ...WEEK, total_by: 'day', ...UNIT })
    const counts = data.counts.map(({ date, ...row }: { readonly date: string }) => ({
      ...row,
      datetime: `${date}T00:00:00`,
    }))
    expect(inOrder(counts)).toEqual(inOrder(expected))
    expect(printed).toContain(`${expected.length} counts of 7 days`)
    expect(await look(file)).toMatchObject({
      figures: 2,
      areas: world.regions.admin1?.length,
      heading: 'Cells in use',
      requests: 1,
    })
  })
})

describe('the example of commuting', () => {
  test('gives the pairs of homes and workplaces, and who comes and goes', async () => {
    const { data, printed, file } = await run('commuting')
    const day = (hour: number) => (hour >= 8 && hour < 18 ? -1 : 1)
    const box = (west: number, south: number, east: number, north: number) => ({
      type: 'Polygon' as const,
      coordinates: [
        [
          [west, south],
          [west, north],
          [east, north],
          [east, south],
          [west, south],
        ] as const,
      ],
    })
    const weekday = { monday: 1, tuesday: 1, wednesday: 1, thursday: 1, friday: 1 }
    const expected = released({
      query_kind: 'meaningful_locations_between_label_od_matrix',
      ...WEEK,
      ...UNIT,
      label_a: 'home',
      label_b: 'work',
      labels: { home: box(0.1, -2, 2, 2), work: box(-2, 0.1, -0.1, 2) },
      tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => day(hour)),
      tower_day_of_week_scores: { ...weekday, saturday: -1, sunday: -1 },
      tower_cluster_radius: 1,
      tower_cluster_call_threshold: 1,
    })
    expect(roundedInOrder(data.pairs)).toEqual(roundedInOrder(expected))
    const moves = expected.filter(({ pcod_from, pcod_to }) => pcod_from !== pcod_to)
    expect(moves.length).toBeGreaterThan(0)
    for (const { pcod, arrivals, departures } of data.balance) {
      const people = (end: 'pcod_from' | 'pcod_to') =>
        total(moves.filter(row => row[end] === pcod).map(({ value }) => Number(value)))
      expect(arrivals).toBeCloseTo(people('pcod_to'))
      expect(departures).toBeCloseTo(people('pcod_from'))
    }
    expect(printed).toContain(`${expected.length} pairs of areas`)
    expect(await look(file)).toMatchObject({ figures: 2, heading: 'Who commutes where', requests: 1 })
  })
})

describe('the example of handsets and mobility', () => {
  test('gives both properties of each area, and how they go together', async () => {
    const { data, printed, file } = await run('handsets-and-mobility')
    const locations = modalLocation(DAYS, UNIT)
    const radii = releasedValues(world, {
      query_kind: 'joined_spatial_aggregate',
      locations,
      metric: { query_kind: 'radius_of_gyration', ...WEEK },
      method: 'avg',
    })
    const shares = releasedValues(world, {
      query_kind: 'joined_spatial_aggregate',
      locations,
      metric: { query_kind: 'handset', ...WEEK, characteristic: 'hnd_type', method: 'most-common' },
      method: 'distr',
    })
    const averages = Object.entries<number>(data.averages).map(([pcod, value]) => ({ pcod, value }))
    expect(roundedInOrder(averages)).toEqual(roundedInOrder(radii))
    const handsets = data.handsets.map((row: object) => ({ metric: 'value', ...row }))
    expect(roundedInOrder(handsets)).toEqual(roundedInOrder(shares))
    const smart = new Map(shares.filter(({ key }) => key === 'Smart').map(row => [row.pcod, row.value]))
    const both = radii.filter(({ pcod }) => smart.has(pcod))
    expect(both.length).toBeGreaterThan(2)
    expect(printed).toContain(`${both.length} areas are compared`)
    expect(await look(file)).toMatchObject({ figures: 3, heading: 'Smartphones and mobility', requests: 1 })
  })
})

describe('the example of mobile data', () => {
  test('gives the users of each area and the sessions of each hour', async () => {
    const { data, printed, file } = await run('mobile-data-usage')
    const seen = (event_types: readonly EventType[]) =>
      released(uniqueSubscriberCounts({ ...UNIT, event_types }))
    expect(inOrder(data.users)).toEqual(inOrder(seen(['mds'])))
    const everybody = Object.entries(data.everybody).map(([pcod, value]) => ({ pcod, value }))
    expect(inOrder(everybody)).toEqual(inOrder(seen(['calls', 'sms', 'mds'])))
    const sessions = released(locationEventCounts({ ...UNIT, interval: 'hour', event_types: ['mds'] }))
    expect(inOrder(data.sessions)).toEqual(inOrder(sessions))
    for (const { hour, perDay } of data.hours)
      expect(perDay).toBeCloseTo(
        total(sessions.filter(row => row.hour === hour).map(({ value }) => Number(value))) / 7,
      )
    expect(printed).toContain(`${data.users.length} areas are in`)
    expect(await look(file)).toMatchObject({
      figures: 2,
      heading: 'Who uses mobile data, and when',
      requests: 1,
    })
  })
})

describe('the example of flows above normal', () => {
  test('gives the flows of both times and their differences, and shows them', async () => {
    const { data, printed, file } = await run('flows-above-normal')
    const home = (day: string) => modalLocation([day], UNIT)
    const normal = released(flows(home('2016-01-01'), home('2016-01-02')))
    const after = released(flows(home('2016-01-03'), home('2016-01-04')))
    expect(inOrder(data.normal)).toEqual(inOrder(normal))
    expect(inOrder(data.after)).toEqual(inOrder(after))
    const above = after.flatMap(({ pcod_from, pcod_to, value }) =>
      normal
        .filter(usual => usual.pcod_from === pcod_from && usual.pcod_to === pcod_to)
        .map(usual => ({ pcod_from, pcod_to, above: Number(value) - Number(usual.value) })),
    )
    expect(inOrder(data.compared)).toEqual(inOrder(above))
    expect(above.length).toBeGreaterThan(0)
    const moved = above.filter(({ pcod_from, pcod_to }) => pcod_from !== pcod_to)
    for (const { pcod, arrivals, departures } of data.balance) {
      expect(arrivals).toBe(total(moved.filter(({ pcod_to }) => pcod_to === pcod).map(flow => flow.above)))
      expect(departures).toBe(
        total(moved.filter(({ pcod_from }) => pcod_from === pcod).map(flow => flow.above)),
      )
    }
    expect(printed).toContain(`${total(moved.map(flow => flow.above))} moves between areas above normal.`)
    const regions = world.regions.admin1?.length
    expect(await look(file)).toMatchObject({
      figures: 2,
      areas: regions,
      heading: 'Flows above normal',
      requests: 1,
    })
  })

  test('says what is missing where it cannot begin', async () => {
    const script = fileURLToPath(
      new URL('../../../docs/examples/dist/flows-above-normal.js', import.meta.url),
    )
    await expect(runCommand(process.execPath, [script], {})).rejects.toThrow('Say where FlowAPI is')
  })
})
