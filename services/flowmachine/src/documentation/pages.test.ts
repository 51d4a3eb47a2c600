import { readFileSync } from 'node:fs'
import { addDays, DEFINITIONS } from '@flowkit/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { releasedQuery, tree } from '../queries/query.ts'
import { validated } from '../server/actions/query-spec.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, withClient } from '../testing/world.ts'
import { EXAMPLES } from './examples.ts'
import { PAGES, PICTURE_FILES } from './pages.ts'

const WEEK = Array.from({ length: 7 }, (_, day) => addDays('2016-01-01', day))
const everybody = (details: Event[4]): Event[] =>
  WEEK.flatMap(day => people(40).map(who => [who, `${day} 12:00`, 'here', true, details] as const))

/** In this world nobody goes anywhere, has an answer to a call, or mobile money; home is where they work. */
const WITHOUT_ROWS = new Set([
  'dfs_metric_total_amount',
  'location_introversion',
  'meaningful_locations_aggregate',
  'meaningful_locations_between_dates_od_matrix',
  'meaningful_locations_between_label_od_matrix',
  'trips_od_matrix',
  'unique_visitor_counts',
])

/** Examples with what tells them from others of their kind. */
const NAMED = EXAMPLES.map(example => ({
  ...example,
  name: [example.kind, example.variant].filter(Boolean).join(', '),
}))

describe('the examples of the documentation', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: [[3, 'A', 0, 0, 10, 10]],
      cells: [['here', 1, 1]],
      events: {
        calls: everybody({ contact: 'somebody', tac: 1 }),
        topups: everybody({ amount: 1, before: 1, after: 2 }),
      },
    })
    await withClient(world.superuserUrl, client =>
      client.query("INSERT INTO infrastructure.tacs (id, brand) VALUES (1, 'Acme')"),
    )
    await world.start()
  })
  afterAll(() => world.close())

  it.each(NAMED)('$name: is answered', async ({ kind, spec }) => {
    const { length } = await world.answer(spec)
    if (WITHOUT_ROWS.has(kind)) expect(length).toBe(0)
    else expect(length).toBeGreaterThan(0)
  })

  it.each(NAMED)('$name: shows its kind', ({ kind, spec }) => {
    const kinds = tree(releasedQuery(validated({ ...spec }))).map(query => query.spec.query_kind)
    expect(kinds).toContain(kind)
  })

  it('show every kind', () => {
    const shown = new Set(EXAMPLES.map(({ kind }) => kind))
    expect(DEFINITIONS.map(({ kind }) => kind).filter(kind => !shown.has(kind))).toEqual([])
  })
})

describe('the pages that are made from the definitions', () => {
  it.each([...PAGES, ...PICTURE_FILES])('$file is what `pnpm docs` makes now', ({ file, content }) => {
    expect(readFileSync(file, 'utf8')).toBe(content())
  })

  it('say something of every parameter', () => {
    const silent = PAGES.flatMap(({ content }) =>
      content()
        .split('\n')
        .filter(line => /^\| `\w+`[^|]*\| {2}\|/.test(line)),
    )
    expect(silent).toEqual([])
  })
})
