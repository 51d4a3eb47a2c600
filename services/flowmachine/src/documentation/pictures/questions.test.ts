import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { releasedQuery, tree } from '../../queries/query.ts'
import { validated } from '../../server/actions/query-spec.ts'
import { currentResults } from '../../store/results.ts'
import { startEngine, type TestEngine } from '../../testing/engine.ts'
import { type Event, withClient } from '../../testing/world.ts'
import { AVERAGE, TOPUPS } from './balance-picture.ts'
import { DAYS, PEOPLE } from './people.ts'
import { QUESTIONS } from './questions.ts'

/** Everybody is there so many times, so that something is released of them. */
const TIMES = 20
const MULTIPLES = PEOPLE.flatMap(({ name, events }) =>
  Array.from({ length: TIMES }, (_, number) => ({ name, id: `${name} ${number}`, events })),
)
const CALLS: Event[] = MULTIPLES.flatMap(({ id, events }) =>
  events.map(({ day, hour, place }): Event => [id, `${DAYS[day]} ${hour}:00`, place, true]),
)
const TOPPED_UP: Event[] = MULTIPLES.filter(({ name }) => name === 'Ana').flatMap(({ id }) =>
  TOPUPS.map(({ hour, before, after }): Event => {
    const amount = after - before
    return [id, `${DAYS[Math.floor(hour / 24)]} ${hour % 24}:00`, 'A', null, { amount, before, after }]
  }),
)
const NAMES = new Map(MULTIPLES.map(({ name, id }) => [createHash('sha256').update(id).digest('hex'), name]))

describe('what a picture says is what the engine answers', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: [
        [3, 'A', 0, -1, 0.1, 1],
        [3, 'B', 0.1, -1, 0.2, 1],
        [3, 'C', 0.2, -1, 0.3, 1],
      ],
      cells: [
        ['A', 0.05, 0],
        ['B', 0.15, 0],
        ['C', 0.25, 0],
      ],
      events: { calls: CALLS, topups: TOPPED_UP },
    })
    await world.start()
  })
  afterAll(() => world.close())

  const ofAll = QUESTIONS.flatMap(({ rows, ...question }) => (rows ? [{ ...question, rows }] : []))
  it.each(ofAll)('$kind: of all of them', async ({ asks, rows, averaged }) => {
    const answer = await world.answer(asks)
    const said = answer.map(({ pcod, pcod_from, pcod_to, value, ...others }) => ({
      places: [pcod, pcod_from, pcod_to].filter(place => place !== undefined),
      value: Number(value) / (averaged ? 1 : TIMES),
      ...labelIn(others),
    }))
    expect(said).toHaveLength(rows.length)
    expect(said).toEqual(expect.arrayContaining([...rows]))
  })

  const ofEach = QUESTIONS.flatMap(({ each, ...question }) => (each ? [{ ...question, each }] : []))
  it.each(ofEach)('$kind: of each of them', async ({ asks, each: { by, answers } }) => {
    await world.finish(asks)
    const said = (await rowsOf(by, asks)).map(({ name, place, value }) => [
      name,
      place ?? (typeof value === 'number' ? Math.round(value) : value),
    ])
    const expected = Object.entries(answers).flatMap(([name, answer]) =>
      Array.isArray(answer) ? answer.map(place => [name, place]) : [[name, answer]],
    )
    expect(said).toHaveLength(expected.length * TIMES)
    expect(new Set(said.map(String))).toEqual(new Set(expected.map(String)))
  })

  it('topup_balance: its average', async () => {
    const asks = {
      query_kind: 'histogram_aggregate',
      metric: { query_kind: 'topup_balance', start_date: DAYS[0], end_date: DAYS[2], statistic: 'avg' },
      bins: { n_bins: 1 },
    }
    await world.finish(asks)
    expect(await rowsOf('topup_balance', asks)).toContainEqual({
      name: 'Ana',
      value: expect.closeTo(AVERAGE, 6),
    })
  })

  /** What is stored of each person by the part of a query that is of a kind. */
  function rowsOf(kind: string, asks: object): Promise<{ name: string; place?: string; value?: unknown }[]> {
    const parts = tree(releasedQuery(validated({ ...asks })))
    const idOf = (wanted: string) => parts.find(({ spec }) => spec.query_kind === wanted)?.id ?? ''
    return withClient(world.superuserUrl, async client => {
      const stored = await currentResults(
        world.engine.control,
        parts.map(({ id }) => id),
      )
      const read = async <T extends object>(id: string, columns: string, more = '') =>
        (await client.query<T>(`SELECT ${columns} FROM cache.${stored.get(id)?.table_name} AS told ${more}`))
          .rows
      const told = await read<{ who: string; row: { place?: number; value?: unknown } }>(
        idOf(kind),
        `encode(msisdn, 'hex') AS who, to_jsonb(told) AS row`,
        'JOIN derived.subscribers USING (subscriber)',
      )
      const places =
        idOf('places') === ''
          ? []
          : await read<{ place: number; pcod: string }>(
              idOf('places'),
              `place, to_jsonb(told) ->> 'pcod' AS pcod`,
            )
      const pcodOf = new Map(places.map(({ place, pcod }) => [place, pcod]))
      return told.map(({ who, row: { place, value } }) => ({
        name: NAMES.get(who) ?? '',
        ...(place === undefined ? { value } : { place: pcodOf.get(place) ?? '' }),
      }))
    })
  }
})

/** What a row is labelled with: days of January, edges of which the last one is a part of its bin, or a word. */
function labelIn({ grp, value_label, lower_edge, upper_edge }: Record<string, unknown>): { label?: string } {
  if (lower_edge !== undefined)
    return { label: `[${lower_edge}, ${upper_edge}${upper_edge === 11 ? ']' : ')'}` }
  const text = grp ?? value_label
  if (text === undefined) return {}
  if (text === null) return { label: 'no label' }
  const days = [...JSON.stringify(text).matchAll(/2016-01-(\d\d)/g)].map(([, day]) => Number(day))
  return { label: days.length > 0 ? `on ${days.join(', ')}` : String(text) }
}
