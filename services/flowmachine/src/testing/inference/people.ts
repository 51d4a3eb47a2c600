import { addDays } from '@flowkit/contract'
import type { Area, Cell, Event, World } from '../world.ts'

/*
 * Small worlds of groups of people. The people of a group do the same things at the same time, each by themselves, so
 * that how many are behind any number follows from the sizes of the groups and from nothing that is computed.
 */

export const PLACES = ['A', 'B', 'C'] as const
export type Place = (typeof PLACES)[number]

/** The hours in which people call: the first, the first two or all three. */
export const CALLING_HOURS = [10, 11, 12] as const

/** Brands of handsets; those of no brand have one that is in no catalogue. */
export const BRANDS = ['Acme', 'Brick', 'Cone', null] as const

/** The local dates of a world: its three days, and the one after them. */
export interface Dates {
  readonly days: readonly [string, string, string]
  readonly end: string
}

/** What each of some people does. */
export interface Group {
  readonly name: string
  readonly size: number
  /** Where they call on each day; null on days on which they don't. */
  readonly places: readonly [Place | null, Place | null, Place | null]
  /** How many calls they make on such a day, one in each of the first hours. */
  readonly calls: number
  readonly brand: (typeof BRANDS)[number]
  /** Where they are at night after the first day. */
  readonly night: Place | null
  /** Where the friend is whom each of them sends a message on the first day, from where they are. */
  readonly friend: Place | null
  /** What they pay on the first day, at the place where they are. */
  readonly amount: number | null
}

/** Sizes from nobody to 40, most of them near the threshold. */
const SIZES = [1, 2, 3, 5, 8, 11, 14, 15, 15, 16, 16, 17, 20, 26, 33, 40]
const NUMBERS_OF_GROUPS = [3, 5, 8, 12]

/** Groups drawn at random; the same ones for the same number. */
export function anyGroups(number: number): Group[] {
  const roll = dice(number)
  const oneOf = <T>(choices: readonly T[]): T => {
    const choice = choices[Math.floor(roll() * choices.length)]
    if (choice === undefined) throw new Error('Nothing to choose from')
    return choice
  }
  const place = () => oneOf([...PLACES, ...PLACES, null])
  const next = (before: Place | null) => oneOf([before, before, place()])
  return Array.from({ length: oneOf(NUMBERS_OF_GROUPS) }, (_, index) => {
    // The first ones do everything on all days, so that there are data to ask about.
    const first = index === 0 ? oneOf(PLACES) : place()
    const second = index === 0 ? first : next(first)
    const third = index === 0 ? oneOf(PLACES) : next(second)
    return {
      name: `world ${number} group ${index}`,
      size: oneOf(SIZES),
      places: [first, second, third],
      calls: oneOf([1, 1, 2, 3]),
      brand: oneOf(BRANDS),
      night: index === 0 ? oneOf(PLACES) : place(),
      friend: index === 0 ? first : oneOf([first, place()]),
      // Of some it is so much that one of them makes up most of all that is paid.
      amount: oneOf([10, 10, 10, 20_000, null]),
    } as const
  })
}

/** When the world of a number takes place: no two of them meet. */
export function datesOf(number: number): Dates {
  const days = [0, 1, 2, 3].map(day => addDays('2016-01-01', 5 * number + day))
  const [first = '', second = '', third = '', end = ''] = days
  return { days: [first, second, third], end }
}

const AREAS: readonly Area[] = PLACES.map((place, index) => [3, place, index, 0, index + 1, 1])
const CELLS: readonly Cell[] = PLACES.map((place, index) => [place, index + 0.5, 0.5])

/** Several worlds in one: the same places, other people and other days. */
export function worldOf(worlds: ReadonlyMap<number, readonly Group[]>): World {
  const each = (happens: (group: Group, dates: Dates) => Event[]) =>
    [...worlds].flatMap(([number, groups]) => groups.flatMap(group => happens(group, datesOf(number))))
  return {
    areas: AREAS,
    cells: CELLS,
    events: {
      calls: each(callsOf),
      mds: each((group, { days }) => membersOf(group).map(who => [who, `${days[0]} 22:15`, group.night])),
      sms: each(messagesOf),
    },
  }
}

/** What a world holds that is not loaded as events: sites, handsets and payments. */
export function otherData(worlds: ReadonlyMap<number, readonly Group[]>): string {
  const payments = [...worlds].flatMap(([number, groups]) =>
    groups.flatMap(({ name, size, places: [place], amount }) =>
      place === null || amount === null
        ? []
        : Array.from(
            { length: size },
            (_, index) =>
              `('${name} person ${index}', '${place}', ${amount}, '${datesOf(number).days[0]} 12:00')`,
          ),
    ),
  )
  return `
    INSERT INTO infrastructure.sites (id, version, geom_point) SELECT id, 0, geom_point FROM infrastructure.cells;
    UPDATE infrastructure.cells SET site_id = id;
    INSERT INTO infrastructure.tacs (id, brand) VALUES (0, 'Acme'), (1, 'Brick'), (2, 'Cone');
    CREATE TEMPORARY TABLE payments AS
    SELECT row_number() OVER () AS id, *
    FROM (VALUES ${payments.join(', ')}) AS payments (payer, place, amount, moment);
    INSERT INTO dfs.subscribers (id, msisdn) SELECT id, sha256(payer::bytea) FROM payments;
    INSERT INTO dfs.transactions (id, amount, fee, timestamp) SELECT id, amount, 1, moment::timestamptz FROM payments;
    INSERT INTO dfs.transactions_metadata (transaction_id, subscriber_id, cell_id, cell_version, is_outgoing)
    SELECT id, id, place, 0, true FROM payments`
}

/** Whether it is a place, and not somewhere unknown. */
export function isPlace(place: Place | null): place is Place {
  return place !== null
}

/**
 * Where each of a group works by their calls on some of the days, counted from 0: where they call, but for where they are
 * at night after the first day.
 */
export function worksOf({ places, night }: Group, days: readonly number[]): Place[] {
  const called = days.map(day => places[day] ?? null).filter(isPlace)
  return called.filter(place => place !== night || !days.includes(0))
}

/** How many people are behind each of the cells that a group counts in. */
export function countedIn(
  groups: readonly Group[],
  cellsOf: (group: Group) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const group of groups)
    for (const cell of new Set(cellsOf(group))) counts.set(cell, (counts.get(cell) ?? 0) + group.size)
  return counts
}

function membersOf({ name, size }: Group): string[] {
  return Array.from({ length: size }, (_, index) => `${name} person ${index}`)
}

function callsOf(group: Group, { days }: Dates): Event[] {
  const tac = BRANDS.indexOf(group.brand)
  return membersOf(group).flatMap(who =>
    group.places.flatMap((place, day) =>
      place === null
        ? []
        : CALLING_HOURS.slice(0, group.calls).map(
            (hour): Event => [who, `${days[day]} ${hour}:15`, place, true, { tac }],
          ),
    ),
  )
}

function messagesOf(group: Group, { days: [day] }: Dates): Event[] {
  const [place] = group.places
  if (place === null || group.friend === null) return []
  return membersOf(group).flatMap((who): Event[] => [
    [who, `${day} 15:00`, place, true, { id: who }],
    [`friend of ${who}`, `${day} 15:00`, group.friend, false, { id: who }],
  ])
}

/** Numbers from 0 up to, but without, 1, always the same ones for a seed (mulberry32 of Tommy Ettinger). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
