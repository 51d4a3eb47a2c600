/** The three places of the pictures. */
export type Place = 'A' | 'B' | 'C'

/** The days of the pictures. */
export const DAYS = ['2016-01-01', '2016-01-02', '2016-01-03', '2016-01-04'] as const

/** An event of somebody: on which of the days, 0 to 3, in which hour, and where. */
export interface PicturedEvent {
  readonly day: number
  readonly hour: number
  readonly place: Place
}

/** Somebody, with their events in the order of time. */
export interface Person {
  readonly name: string
  readonly events: readonly PicturedEvent[]
}

/**
 * The four people whom the pictures are about, and all that is known of them: so few that whoever looks can count, and so
 * different that kinds which sound alike have other answers.
 */
export const PEOPLE: readonly Person[] = [
  // Goes to B and comes back.
  person('Ana', '8A 13B 20A', '8A 13B 18B', '10A 21A', '7A 13B 22A'),
  // Moves from C to B.
  person('Ben', '9C 19C', '20C', '11C 16B 21B', '10B 15B 21B'),
  // Has her handset switched off on most days.
  person('Cleo', '23A', '', '11C 17A', ''),
  // Is nowhere else.
  person('Dan', '10C', '11C', '', '16C'),
]

function person(name: string, ...days: readonly string[]): Person {
  const events = days.flatMap((text, day) =>
    [...text.matchAll(/(?<hour>\d+)(?<place>[ABC])/g)].map(({ groups }) => ({
      day,
      hour: Number(groups?.hour),
      place: groups?.place as Place,
    })),
  )
  return { name, events }
}
