import { dice } from './any-question.ts'
import { DAYS } from './questions.ts'

/*
 * Small worlds drawn at random, with all that a large one seldom has: cells that move, or are out of service for a day,
 * areas that overlap, events of which the cell is not known, people who call themselves, days without events.
 */

/** An administrative area, a rectangle in degrees. */
export interface Area {
  readonly level: number
  readonly pcod: string
  readonly box: readonly [west: number, south: number, east: number, north: number]
}

/** A version of a site or a cell. Days of service are inclusive; null is open-ended. */
export interface Version {
  readonly id: string
  readonly version: number
  readonly site_id?: string | null
  readonly lon: number
  readonly lat: number
  readonly first: string | null
  readonly last: string | null
}

/** A row of events, with the columns that its type has. */
export interface Event {
  readonly type: EventType
  readonly day: string
  readonly datetime: string
  readonly msisdn: string
  readonly location_id: string | null
  readonly id?: string | null
  readonly outgoing?: boolean
  readonly msisdn_counterpart?: string | null
  readonly tac: number | null
  readonly recharge_amount?: number | null
  readonly pre_event_balance?: number | null
  readonly post_event_balance?: number | null
}
export type EventType = 'calls' | 'sms' | 'mds' | 'topups'

/** A mobile-money transaction and its sides. */
export interface Transfer {
  readonly datetime: string
  readonly amount: number | null
  readonly fee: number
  readonly discount: number
  readonly commission: number
  readonly sides: readonly { readonly msisdn: string; readonly cell: string; readonly outgoing: boolean }[]
}

/** What lies in the database of a small world. */
export interface SmallWorld {
  readonly areas: readonly Area[]
  readonly sites: readonly Version[]
  readonly cells: readonly Version[]
  readonly events: readonly Event[]
  readonly transfers: readonly Transfer[]
}

/** Levels overlap by themselves: two of the districts, and the provinces. */
const AREAS: readonly Area[] = [
  { level: 0, pcod: 'A', box: [0, 0, 0.9, 0.3] },
  { level: 1, pcod: 'A.1', box: [0, 0, 0.9, 0.3] },
  { level: 2, pcod: 'A.1.1', box: [0, 0, 0.5, 0.3] },
  { level: 2, pcod: 'A.1.2', box: [0.4, 0, 0.9, 0.3] },
  { level: 3, pcod: 'A.1.1.1', box: [0, 0, 0.3, 0.3] },
  { level: 3, pcod: 'A.1.1.2', box: [0.2, 0.05, 0.5, 0.25] },
  { level: 3, pcod: 'A.1.2.1', box: [0.5, 0, 0.9, 0.3] },
]

/** The day on which nobody does anything. */
const EMPTY_DAY = '2016-01-05'
/** Types that have no table on a day. */
const NOT_LOADED: Readonly<Partial<Record<EventType, string>>> = { sms: '2016-01-02', mds: '2016-01-06' }

const NUMBER_OF_SITES = 5
const NUMBER_OF_CELLS = 11

/**
 * A small world; the same one for the same seed.
 *
 * @param size How many people there are.
 */
export function anyWorld(seed: number, size: number): SmallWorld {
  const roll = dice(seed)
  const number = (below: number) => Math.floor(roll() * below)
  const oneOf = <T>(choices: readonly T[]): T => {
    const choice = choices[number(choices.length)]
    if (choice === undefined) throw new Error('Nothing to choose from')
    return choice
  }
  // Half a thousandth of a degree from any edge; some lie outside of all areas.
  const position = () => ({ lon: number(960) / 1_000 - 0.0295, lat: number(340) / 1_000 - 0.0195 })
  const versions = (id: string): Version[] => {
    const change = number(4)
    const [before, after] = [DAYS[change + 1] ?? null, DAYS[change + 2] ?? null]
    const always = { id, version: 0, ...position(), first: null, last: null }
    const next = { id, version: 1, ...position(), first: after, last: null }
    return oneOf<Version[]>([
      [always],
      [always],
      // It moves.
      [{ ...always, last: before }, next],
      // It is out of service for a day before it stands elsewhere.
      [
        { ...always, last: DAYS[change] ?? null },
        { ...next, version: 3 },
      ],
      // Nobody has said when the first one ended.
      [always, next],
      [{ ...always, first: before }],
    ])
  }
  const siteIds = Array.from({ length: NUMBER_OF_SITES }, (_, index) => `site ${index}`)
  const cellIds = Array.from({ length: NUMBER_OF_CELLS }, (_, index) => `cell ${index}`)
  const sites = siteIds.flatMap(versions)
  const cells = cellIds.flatMap(id => {
    const site_id = oneOf([...siteIds, null])
    return versions(id).map(version => ({ ...version, site_id }))
  })

  // People of a group live at the same cell, so that there are places with many.
  const homes = [oneOf(cellIds), oneOf(cellIds), oneOf(cellIds)]
  const people = Array.from({ length: size }, (_, index) => {
    const home = homes[index % homes.length] ?? ''
    return { msisdn: pseudonym(`person ${index}`), home, work: oneOf([home, oneOf(cellIds)]) }
  })
  type Person = (typeof people)[number]
  const whereabouts = ({ home, work }: Person) =>
    oneOf([home, home, home, work, work, oneOf(cellIds), oneOf([home, 'unknown cell', null])])
  // Many things happen at the same moment.
  const clock = () => `${String(number(24)).padStart(2, '0')}:${oneOf(['00', '00', '30'])}:00`
  const tac = () => oneOf([1, 1, 2, 3, 4, null])
  const money = (most: number) => oneOf([number(most) + 0.5, number(most), 10, null])

  const interaction = (type: 'calls' | 'sms', day: string, caller: Person): Event[] => {
    const datetime = `${day}T${clock()}`
    const id = oneOf([`${type} ${number(2 ** 31)}`, `${type} ${number(2 ** 31)}`, null])
    const other = oneOf([oneOf(people), oneOf(people), oneOf(people), caller])
    const side = (who: Person, outgoing: boolean, msisdn_counterpart: string | null): Event => ({
      type,
      day,
      datetime,
      id,
      outgoing,
      msisdn: who.msisdn,
      msisdn_counterpart,
      location_id: whereabouts(who),
      tac: tac(),
    })
    return number(6) === 0
      ? [side(caller, number(2) === 0, oneOf([pseudonym('another network'), null]))]
      : [side(caller, true, other.msisdn), side(other, false, caller.msisdn)]
  }
  const topUp = (day: string, person: Person): Event => ({
    type: 'topups',
    day,
    datetime: `${day}T${clock()}`,
    msisdn: person.msisdn,
    location_id: whereabouts(person),
    tac: tac(),
    recharge_amount: money(40),
    pre_event_balance: money(100),
    post_event_balance: money(140),
  })
  const session = (day: string, person: Person): Event => ({
    type: 'mds',
    day,
    datetime: `${day}T${clock()}`,
    msisdn: person.msisdn,
    location_id: whereabouts(person),
    tac: tac(),
  })
  const dayOf = (day: string, person: Person): Event[] => [
    ...Array.from({ length: number(4) }, () => interaction('calls', day, person)).flat(),
    ...(number(2) === 0 ? interaction('sms', day, person) : []),
    ...Array.from({ length: number(3) }, () => session(day, person)),
    ...(number(3) === 0 ? [topUp(day, person)] : []),
  ]
  const events = DAYS.flatMap(day => people.flatMap(person => dayOf(day, person)))
  const transfers = DAYS.flatMap(day =>
    people
      .filter(() => number(3) === 0)
      .map(
        (payer): Transfer => ({
          datetime: `${day}T${clock()}`,
          amount: money(100),
          fee: number(5),
          discount: number(3) / 4,
          commission: number(4) / 8,
          sides: [payer, oneOf(people)].map(({ msisdn, home }, index) => ({
            msisdn,
            cell: home,
            outgoing: index === 0,
          })),
        }),
      ),
  )
  return {
    areas: AREAS,
    sites,
    cells,
    events: events.filter(({ type, day }) => day !== EMPTY_DAY && day !== NOT_LOADED[type]),
    transfers,
  }
}

/** As text of PostgreSQL's bytea. */
const pseudonym = (name: string) => `\\x${Buffer.from(name.padEnd(32, '.')).toString('hex')}`
