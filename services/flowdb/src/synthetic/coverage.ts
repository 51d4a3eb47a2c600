import { Delaunay } from 'd3-delaunay'
import { at } from './at.ts'
import { type Point, squaredDistance } from './country/plane.ts'
import type { DayNumber } from './dates.ts'
import { type Network, versionOn } from './network.ts'
import { below, chance, type Random } from './random.ts'

/** How often a phone uses a neighbouring site instead of the nearest, because that one is busy or hidden. */
const OVERFLOW = 0.1
/** Which sites take the overflow of one: this many of the nearest, if a phone reaches so far. */
const OVERFLOW_SITES = 3
const REACH_KM = 15

/** The network as it stands on a day: which cell serves a phone at a place. */
export class Coverage {
  /** The cells of each site in service. */
  readonly #cells: readonly (readonly number[])[]
  readonly #nearest: Delaunay<Point>
  readonly #neighbours: readonly (readonly number[])[]

  /** @param failed The ids of sites that are out of order. */
  constructor(network: Network, day: DayNumber, failed: ReadonlySet<string> = new Set()) {
    const standing = network.sites.flatMap(site => {
      const version = versionOn(site, day)
      return version && !failed.has(site.id) ? [{ cells: site.cells, place: version.place }] : []
    })
    this.#cells = standing.map(({ cells }) => cells)
    this.#nearest = Delaunay.from<Point>(
      standing.map(({ place }) => place),
      place => place.x,
      place => place.y,
    )
    this.#neighbours = standing.map(({ place }, here) => {
      const squaredKm = (there: number) => squaredDistance(at(standing, there).place, place)
      return (
        [...this.#nearest.neighbors(here)]
          // The only point of a diagram is told to have a neighbour -1.
          .filter(there => there >= 0 && squaredKm(there) < REACH_KM * REACH_KM)
          .sort((a, b) => squaredKm(a) - squaredKm(b))
          .slice(0, OVERFLOW_SITES)
      )
    })
  }

  /** The site nearest to a place, as a number that only this coverage understands. */
  nearest({ x, y }: Point): number {
    return this.#nearest.find(x, y)
  }

  /**
   * The cell that serves a phone near a site: mostly one of the site's, always the same for the same `habit`
   * (where in the room the phone lies), and now and then one of a neighbouring site.
   *
   * @param nearest What `nearest` answered for the place.
   * @returns An index of the network's cells.
   */
  serve(nearest: number, habit: number, random: Random): number {
    const neighbours = at(this.#neighbours, nearest)
    const away = neighbours.length > 0 && chance(random, OVERFLOW)
    const cells = at(this.#cells, away ? at(neighbours, below(random, neighbours.length)) : nearest)
    return at(cells, habit % cells.length)
  }
}
