import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people } from '../testing/world.ts'

// On the equator of WGS 84 a degree is 6378.137 km * pi / 180 = 111.3195 km, so that somebody who is seen equally
// often at both ends of it moves 55.66 km about the middle; three times at one end and once at the other, the middle
// is a quarter along, and the radius the root of (3 * 27.83^2 + 83.49^2) / 4: 48.20 km.
const CELLS = [
  ['zero', 0, 0],
  ['one', 1, 0],
] as const

const at = (who: readonly string[], moment: string, cells: readonly string[]): Event[] =>
  who.flatMap(person => cells.map(cell => [person, moment, cell] as const))

const still = people(20, 'still')
const between = people(17, 'between')
const leaning = people(16, 'leaning')

describe('the distribution of radii of gyration', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: [],
      cells: CELLS,
      events: {
        calls: [
          ...at(still, '2016-01-01 08:00', ['zero', 'zero']),
          ...at(between, '2016-01-01 08:00', ['zero', 'one']),
          ...at(leaning, '2016-01-01 08:00', ['zero', 'zero', 'zero']),
          ...at(leaning, '2016-01-01 20:00', ['one']),
        ],
      },
    })
    await world.start()
  })
  afterAll(() => world.close())

  const metric = { query_kind: 'radius_of_gyration', start_date: '2016-01-01', end_date: '2016-01-02' }
  const histogram = (others: object) => world.answer({ query_kind: 'histogram_aggregate', metric, ...others })

  it('counts people between the edges that are given', async () => {
    expect(await histogram({ bins: { bin_list: [0, 10, 48.19, 48.21, 55.65, 55.67] } })).toEqual([
      { value: '20', lower_edge: 0, upper_edge: 10 },
      { value: '16', lower_edge: 48.19, upper_edge: 48.21 },
      { value: '17', lower_edge: 55.65, upper_edge: 55.67 },
    ])
  })

  it('has bins of the same width over a range, and drops what is outside', async () => {
    const range = { lower_bound: 0, upper_bound: 50 }
    expect(await histogram({ bins: { n_bins: 5 }, range })).toEqual([
      { value: '20', lower_edge: 0, upper_edge: 10 },
      { value: '16', lower_edge: 40, upper_edge: 50 },
    ])
  })

  it('follows the number of bins where edges are given as well', async () => {
    const range = { lower_bound: 0, upper_bound: 60 }
    expect(await histogram({ bins: { n_bins: 1, bin_list: [0, 1] }, range })).toEqual([
      { value: '53', lower_edge: 0, upper_edge: 60 },
    ])
  })

  it('has round edges where none are given', async () => {
    // From 0 to 55.66 three bins of 20 reach, but not three of 10.
    expect(await histogram({ bins: { n_bins: 3 } })).toEqual([
      { value: '20', lower_edge: 0, upper_edge: 20 },
      { value: '33', lower_edge: 40, upper_edge: 60 },
    ])
  })

  it('reads the hours that are asked for', async () => {
    const mornings = { ...metric, hours: { start_hour: 6, end_hour: 12 } }
    expect(await histogram({ metric: mornings, bins: { bin_list: [0, 10, 60] } })).toEqual([
      { value: '36', lower_edge: 0, upper_edge: 10 },
      { value: '17', lower_edge: 10, upper_edge: 60 },
    ])
  })

  it('may be of a sample, and of the people of another radius', async () => {
    const sampling = { sampling_method: 'random_ids', size: 30, seed: 0.5 }
    const all = { bins: { bin_list: [0, 100] } }
    expect(await histogram({ metric: { ...metric, sampling }, ...all })).toEqual([
      { value: '30', lower_edge: 0, upper_edge: 100 },
    ])
    const evening = { ...metric, hours: { start_hour: 18, end_hour: 24 } }
    expect(await histogram({ metric: { ...metric, subscriber_subset: evening }, ...all })).toEqual([
      { value: '16', lower_edge: 0, upper_edge: 100 },
    ])
  })

  it('has no bins where there are not 16 people on either side', async () => {
    const evening = { ...metric, hours: { start_hour: 18, end_hour: 24 } }
    expect(await histogram({ metric: evening, bins: { n_bins: 3 } })).toEqual([])
  })
})

describe('round edges', () => {
  let world: TestEngine
  const calls = (count: number, who: readonly string[]): Event[] =>
    who.flatMap(person => at([person], '2016-01-01 08:00', Array<string>(count).fill('zero')))

  beforeAll(async () => {
    world = await startEngine({
      areas: [],
      cells: CELLS,
      events: {
        calls: [
          ...calls(2, people(60, 'two')),
          ...calls(7, people(20, 'seven')),
          ...calls(12, people(15, 'twelve')),
          ...calls(40, people(1, 'forty')),
        ],
        sms: [
          ...calls(1, people(30, 'one')),
          ...calls(12, people(15, 'twelve')),
          ...calls(40, people(1, 'forty')),
        ],
      },
    })
    await world.start()
  })
  afterAll(() => world.close())

  const metric = { query_kind: 'event_count', start_date: '2016-01-01', end_date: '2016-01-02' }
  const histogram = (n_bins: number, event_types = ['calls']) =>
    world.answer({ query_kind: 'histogram_aggregate', metric: { ...metric, event_types }, bins: { n_bins } })

  it('reach the 16th greatest value where its bin is released', async () => {
    // It is 12, to which one bin of 20 reaches, and none of 10.
    expect(await histogram(1)).toEqual([{ value: '95', lower_edge: 0, upper_edge: 20 }])
  })

  it('do not tell that there is somebody in a bin that is withheld', async () => {
    // Two bins of 5 don't reach 12, so of two bins of 10 it would be known that somebody is in the second one, where 15
    // people are too few to tell of. The 32nd greatest value is 7, to which two bins of 5 reach, and none of 2.
    expect(await histogram(2)).toEqual([
      { value: '60', lower_edge: 0, upper_edge: 5 },
      { value: '20', lower_edge: 5, upper_edge: 10 },
    ])
  })

  it('are none where too few people are in the bins at the ends', async () => {
    // The 16th of 46 people has one message and the 16th from the end twelve; of two bins of 10 the second one has 15.
    // The 32nd of them has more than the 32nd from the end.
    expect(await histogram(2, ['sms'])).toEqual([])
  })
})
