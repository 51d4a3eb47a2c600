import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people } from '../testing/world.ts'

const [FIRST, SECOND] = ['2016-01-01', '2016-01-02'] as const

const on = (days: readonly string[], cell: string, who: readonly string[]): Event[] =>
  days.flatMap(day => who.map(person => [person, `${day} 10:30`, cell] as const))

const days = { start_date: FIRST, total_periods: 2 }
const starts = (...moments: string[]) => moments.map(moment => `${moment}T00:00:00`)

describe('people who were active in the same periods', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: [
        [3, 'E', 0, 0, 1, 1],
        [3, 'W', 1, 0, 2, 1],
      ],
      cells: [
        ['east', 0.5, 0.5],
        ['west', 1.5, 0.5],
      ],
      events: {
        calls: [
          ...on([FIRST, SECOND], 'west', people(20, 'west, both days')),
          ...on([FIRST], 'west', people(18, 'west, first day')),
          ...on([SECOND], 'west', people(5, 'west, second day')),
          ...on([FIRST, SECOND], 'east', people(40, 'east, both days')),
          ...on([FIRST], 'east', people(17, 'east, first day')),
        ],
      },
    })
    await world.start()
  })
  afterAll(() => world.close())

  it('are counted, without those from whom a small number would follow', async () => {
    // 60 on both days, 35 on the first only and five on the second only.
    const both = [{ grp: starts(FIRST, SECOND), value: '60' }]
    expect(await world.answer({ query_kind: 'calendar_activity', ...days })).toEqual(both)
    const sampling = { sampling_method: 'random_ids', size: 100, seed: 0.5 }
    expect(await world.answer({ query_kind: 'calendar_activity', ...days, sampling })).toEqual(both)
  })

  it('are counted by their place', async () => {
    const reference_location = {
      query_kind: 'modal_location',
      locations: [FIRST, SECOND].map(date => ({
        query_kind: 'daily_location',
        date,
        method: 'last',
        aggregation_unit: 'admin3',
      })),
    }
    const query = { query_kind: 'localised_calendar_activity', ...days, reference_location }
    // In the west five would follow from 20 and 18, which are fewer than 16 each and 15 more.
    expect(await world.answer(query)).toEqual([
      { pcod: 'E', value_label: starts(FIRST), value: '17' },
      { pcod: 'E', value_label: starts(FIRST, SECOND), value: '40' },
    ])
  })

  it('have periods that begin when the first one does', async () => {
    const query = { query_kind: 'calendar_activity', start_date: `${FIRST}T09:45:00`, total_periods: 3 }
    expect(await world.answer({ ...query, period_length: 30, period_unit: 'minutes' })).toEqual([
      { grp: [`${FIRST}T10:15:00`], value: '95' },
    ])
  })

  it('may be many short ones, of which people were active in two far apart', async () => {
    const minutes = { start_date: FIRST, total_periods: 2_880, period_unit: 'minutes' }
    expect(await world.answer({ query_kind: 'calendar_activity', ...minutes })).toEqual([
      { grp: [`${FIRST}T10:30:00`, `${SECOND}T10:30:00`], value: '60' },
    ])
  })
})
