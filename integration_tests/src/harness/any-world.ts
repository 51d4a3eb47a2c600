import { moment } from '../reference/moments.ts'
import { box } from '../reference/small-world.ts'
import type { CellRow, EventRow, SiteRow, TransferRow, World } from '../reference/world.ts'
import { draws } from './any-question.ts'
import { DAYS } from './questions.ts'

/** The times of day of events: few, so that several events of a person are at the same moment. */
const CLOCK = ['00:00', '03:15', '06:45', '08:00', '13:00:30', '17:30', '21:10:05.5', '23:59:59.5'] as const

/** Levels of areas: they leave the west of the country out, and districts overlap in the middle and in the east. */
const REGIONS: World['regions'] = {
  admin0: [{ pcod: 'N', shape: box(0.2, 0, 3, 2) }],
  admin1: [
    { pcod: 'N.1', shape: box(0.2, 0, 1.5, 2) },
    { pcod: 'N.2', shape: box(1.5, 0, 3, 2) },
  ],
  admin2: [
    { pcod: 'N.1.1', shape: box(0.2, 0, 1.5, 1) },
    { pcod: 'N.1.2', shape: box(0.2, 1, 1.5, 2) },
    { pcod: 'N.2.1', shape: box(1.4, 0, 3, 2) },
  ],
  admin3: [
    { pcod: 'N.1.1.1', shape: box(0.2, 0, 1, 1) },
    { pcod: 'N.1.1.2', shape: box(0.8, 0, 1.7, 1.2) },
    { pcod: 'N.1.2.1', shape: box(0.2, 1, 1.5, 2) },
    { pcod: 'N.2.1.1', shape: box(1.5, 0, 3, 2) },
    { pcod: 'N.2.1.2', shape: box(2.4, 0.3, 2.9, 1.8) },
  ],
}

const HANDSETS: World['handsets'] = new Map(
  [
    ['11', 'Smart', 'Acme'],
    ['12', 'Basic', 'Acme'],
    ['13', 'Feature', 'Brick'],
    ['14', null, 'Cone'],
  ].map(([tac, hnd_type, brand]) => {
    const software = { software_os_name: tac === '11' ? 'Oyster' : null, software_os_vendor: null }
    return [
      tac ?? '',
      { hnd_type: hnd_type ?? null, brand: brand ?? null, model: `${brand} ${tac}`, ...software },
    ]
  }),
)

/** Cells that have versions, and a name of one that the country doesn't know. */
const CELLS = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'] as const
const UNKNOWN_CELL = 'c9'

/**
 * A small country and a week in it, drawn at random, the same for the same seed: cells and sites that move between days,
 * with a day out of service in between or none; overlapping districts; events without a cell or at an unknown one; people
 * who call themselves; and a day without any event.
 *
 * @param population How many people there are. Most of them live at one cell, so that some counts of 80 are released.
 */
export function anyWorld(seed: number, population: number): World {
  const { number, oneOf, sometimes } = draws(seed)
  const people = Array.from({ length: population }, (_, index) => `person ${index}`)
  const days = DAYS.toSpliced(number(DAYS.length), 1)
  const cells = CELLS.flatMap(id => versionsOf(id))
  const sites = ['s1', 's2', 's3'].flatMap(id =>
    versionsOf(id).map((site, version) => ({ ...site, version })),
  )

  /** Where somebody may stand: few positions, none of them on a border. */
  function position() {
    return { lon: 0.13 + 0.4 * number(7), lat: 0.17 + 0.4 * number(5) }
  }

  /** One version for the whole week, or two: the second begins on the day after the first one's last, or a day later. */
  function versionsOf(id: string): SiteRow[] {
    const first = { id, version: 0, ...position(), firstService: null, lastService: null }
    if (number(2) === 0) return [first]
    const last = number(5)
    const next = { ...position(), firstService: DAYS[last + 1 + number(2)] ?? null, lastService: null }
    return [
      { ...first, lastService: DAYS[last] ?? null },
      { id, version: 1, ...next },
    ]
  }

  const located: CellRow[] = cells.map(({ version, ...cell }) => ({
    ...cell,
    site: sometimes(0.8, () => oneOf(['s1', 's2', 's3'])),
  }))
  const homes = new Map(people.map((who, index) => [who, index % 3 > 0 ? 'c1' : oneOf(CELLS)]))
  const cellOf = (who: string) => {
    const chance = number(10)
    if (chance === 0) return sometimes(0.3, () => UNKNOWN_CELL)
    return chance < 7 ? (homes.get(who) ?? null) : oneOf(CELLS)
  }
  const when = () => moment(`${oneOf(days)}T${oneOf(CLOCK)}`)
  const tac = () => sometimes(0.9, () => oneOf(['11', '12', '13', '14', '99']))

  function interaction(eventType: string, subscriber: string, id: string): EventRow[] {
    const contact = sometimes(0.9, () => oneOf([subscriber, 'somebody abroad', oneOf(people), oneOf(people)]))
    const about = { eventType, moment: when(), id }
    const made = { ...about, subscriber, contact, cell: cellOf(subscriber), outgoing: true, tac: tac() }
    if (contact === null || !homes.has(contact)) return [made]
    const received = { subscriber: contact, contact: subscriber, cell: cellOf(contact), outgoing: false }
    return [made, { ...about, ...received, tac: tac() }]
  }

  function topup(subscriber: string): EventRow {
    const [amount, before] = [1 + number(8), number(12) / 2]
    const money = { amount, before: sometimes(0.9, () => before), after: before + amount }
    const about = { eventType: 'topups', subscriber, moment: when(), cell: cellOf(subscriber), tac: tac() }
    return { ...about, outgoing: null, ...money }
  }

  const events = people.flatMap((who, index) =>
    Array.from({ length: population === 1 ? 40 : 5 }, (_, nth): EventRow[] => {
      const eventType = oneOf(['calls', 'calls', 'sms', 'mds', 'topups'])
      if (eventType === 'topups') return [topup(who)]
      if (eventType !== 'mds') return interaction(eventType, who, `${index}-${nth}`)
      return [{ eventType, subscriber: who, moment: when(), cell: cellOf(who), outgoing: null, tac: tac() }]
    }).flat(),
  )
  const transfers = people.flatMap((person): TransferRow[] =>
    Array.from({ length: 1 + number(3) }, () => {
      const { lon, lat } = oneOf(located)
      const [amount, fee] = [10 + number(50), number(4) / 4]
      const charges = { commission: sometimes(0.5, () => 1.25), discount: sometimes(0.2, () => 2), fee }
      return { person, moment: when(), lon, lat, amount, ...charges }
    }),
  )
  return {
    events,
    cells: located,
    sites,
    regions: REGIONS,
    handsets: HANDSETS ?? new Map(),
    transfers,
    tables: {
      'geography.catchments': CELLS.slice(1).flatMap(id =>
        [oneOf(['N.1.1.1', 'N.2.1.1']), 'N.1.2.1'].slice(number(2)).map(admin3pcod => ({ id, admin3pcod })),
      ),
    },
  }
}
