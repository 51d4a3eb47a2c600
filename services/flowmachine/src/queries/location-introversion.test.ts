import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people } from '../testing/world.ts'

// Two districts side by side; a region that overlaps another between 4 and 6 degrees east.
const AREAS = [
  [3, 'W', 0, 0, 5, 10],
  [3, 'E', 5, 0, 10, 10],
  [2, 'P', 0, 0, 6, 10],
  [2, 'Q', 4, 0, 10, 10],
] as const
const CELLS = [
  ['west', 1, 1],
  ['east', 8, 1],
  ['border', 5.5, 1],
] as const

const callers = people(64, 'caller')
const friends = people(64, 'friend')

/** The same side of interactions that are numbered from 1. */
const sides = (who: readonly string[], outgoing: boolean, moment: string, cell: string): Event[] =>
  who.map((person, index) => [person, moment, cell, outgoing, { id: `${index + 1}` }])

describe('the share of interactions that stay at a place', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: AREAS,
      cells: CELLS,
      events: {
        calls: [
          // Each caller in the west calls their friend: the first 16 are in the west too, the others in the east. On
          // another day it is one less of them.
          ...sides(callers, true, '2016-01-01 08:00', 'west'),
          ...sides(friends, false, '2016-01-01 08:00', 'west').slice(0, 16),
          ...sides(friends, false, '2016-01-01 08:00', 'east').slice(16),
          ...sides(callers, true, '2016-01-07 08:00', 'west'),
          ...sides(friends, false, '2016-01-07 08:00', 'west').slice(0, 15),
          ...sides(friends, false, '2016-01-07 08:00', 'east').slice(15),
          // The other side is not known: with another network, without an id, at a cell that stands nowhere.
          ['caller 1', '2016-01-01 09:00', 'west', true, { id: 'other network' }],
          ['caller 1', '2016-01-01 09:00', 'west', true],
          ['friend 1', '2016-01-01 09:00', 'west', false],
          ['caller 1', '2016-01-01 09:00', 'west', true, { id: 'nowhere' }],
          ['friend 1', '2016-01-01 09:00', 'gone', false, { id: 'nowhere' }],
          // Around midnight.
          ...sides(callers, true, '2016-01-02 23:59', 'west'),
          ...sides(friends, false, '2016-01-03 00:00', 'west'),
          // From the cell that is in two regions.
          ...sides(callers, true, '2016-01-05 12:00', 'border'),
          ...sides(friends, false, '2016-01-05 12:00', 'west'),
        ],
        // Messages to one person, with the ids of the calls.
        sms: [
          ...sides(callers, true, '2016-01-01 08:00', 'east'),
          ...sides(
            callers.map(() => 'friend 1'),
            false,
            '2016-01-01 08:00',
            'east',
          ),
        ],
      },
    })
    await world.start()
  })
  afterAll(() => world.close())

  const introversion = (others: object = {}) =>
    world.answer({
      query_kind: 'location_introversion',
      start_date: '2016-01-01',
      end_date: '2016-01-02',
      aggregation_unit: 'admin3',
      ...others,
    })

  it('is told by where they began, were received, or both', async () => {
    // Of 64 calls from the west 16 stay there. Of the sides in the west, 64 and 16, 32 belong to such a call.
    const calls = { event_types: ['calls'] }
    const nothingInTheEast = { pcod: 'E', value: 0 }
    expect(await introversion({ ...calls, direction: 'out' })).toEqual([{ pcod: 'W', value: 0.25 }])
    expect(await introversion(calls)).toEqual([nothingInTheEast, { pcod: 'W', value: 0.4 }])
    // Whoever is called in the west is called from there.
    const everythingInTheWest = { pcod: 'W', value: 1 }
    expect(await introversion({ ...calls, direction: 'in' })).toEqual([nothingInTheEast, everythingInTheWest])
  })

  it('is withheld where it would tell of few people that they stayed, or left', async () => {
    const week = { start_date: '2016-01-07', end_date: '2016-01-08' }
    expect(await introversion({ ...week, direction: 'out' })).toEqual([])
  })

  it('is withheld where it would tell where one person was, whom many called', async () => {
    expect(await introversion({ event_types: ['sms'], direction: 'out' })).toEqual([])
  })

  it('does not take a call and a message for the two sides of one interaction', async () => {
    expect(await introversion({ direction: 'out' })).toEqual([{ pcod: 'W', value: 0.25 }])
  })

  it('takes in interactions around midnight if the period has both sides', async () => {
    expect(await introversion({ start_date: '2016-01-02', end_date: '2016-01-04' })).toEqual([
      { pcod: 'W', value: 1 },
    ])
    expect(await introversion({ start_date: '2016-01-02', end_date: '2016-01-03' })).toEqual([])
  })

  it('is that of each of two overlapping regions where a side is in both', async () => {
    const border = { start_date: '2016-01-05', end_date: '2016-01-06', aggregation_unit: 'admin2' }
    expect(await introversion({ ...border, direction: 'out' })).toEqual([
      { pcod: 'P', value: 1 },
      { pcod: 'Q', value: 0 },
    ])
    expect(await introversion({ ...border, direction: 'in' })).toEqual([{ pcod: 'P', value: 1 }])
  })
})
