import type { MultiPolygon } from './geometry.ts'

/** A region of the map. */
export interface District {
  readonly code: string
  readonly name: string
  readonly shape: MultiPolygon
}

/** How many people live in `from` at one time and in `to` at another. Both may be the same district. */
export interface Flow {
  readonly from: string
  readonly to: string
  readonly people: number
}

/** The flows between two different districts, the largest first. */
export function flowsBetween(flows: readonly Flow[]): Flow[] {
  return flows.filter(({ from, to }) => from !== to).toSorted((a, b) => b.people - a.people)
}

/** How many people a district gains, loses and keeps. */
export interface Balance {
  readonly arrivals: number
  readonly departures: number
  readonly stayed: number
}

/** The balance of every district that is given. */
export function balances(districts: readonly District[], flows: readonly Flow[]): Map<string, Balance> {
  const sum = (counts: (flow: Flow) => boolean) =>
    flows.filter(counts).reduce((total, { people }) => total + people, 0)
  return new Map(
    districts.map(({ code }) => [
      code,
      {
        arrivals: sum(({ from, to }) => from !== code && to === code),
        departures: sum(({ from, to }) => from === code && to !== code),
        stayed: sum(({ from, to }) => from === code && to === code),
      },
    ]),
  )
}
