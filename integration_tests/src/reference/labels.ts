import type { Counted, Row } from './counted.ts'
import { locationsOf } from './locations.ts'
import type { MobilityClassificationSpec } from './movement-specs.ts'
import type { Place } from './places.ts'
import type { World } from './world.ts'

/** How those move who are in the last of the periods: the first description that fits. */
export function mobilityOf(world: World, spec: MobilityClassificationSpec): ReadonlyMap<string, string> {
  const periods = spec.locations.map(location => locationsOf(world, location))
  return new Map(
    [...(periods.at(-1)?.keys() ?? [])].map(subscriber => [
      subscriber,
      describe(
        periods.map(period => period.get(subscriber)),
        spec.stay_length_threshold,
      ),
    ]),
  )
}

/** @param places Undefined for a period in which somebody is not, null for one without a place. */
function describe(places: readonly (Place | null | undefined)[], threshold: number): string {
  if (places.at(-1) === null) return 'unlocated'
  if (places.includes(undefined)) return 'irregular'
  if (places.includes(null)) return 'not_always_locatable'
  let stay = 0
  let longest = 0
  for (const [index, place] of places.entries()) {
    stay = index > 0 && JSON.stringify(place) === JSON.stringify(places[index - 1]) ? stay + 1 : 1
    longest = Math.max(longest, stay)
  }
  return longest < threshold ? 'mobile' : 'stable'
}

/**
 * Rows that split wholes, with nobody behind those that are withheld for what would follow from the others. Of a whole
 * that is known, small parts (15 and fewer) may be told apart from nothing if there are several, with 15 or more people
 * in all and no more than all but one of them could have. Otherwise large ones are withheld by the order of their labels,
 * no label first, until there are 15 more people in what is withheld than 16 for each large part.
 */
export function withheldParts(rows: readonly Row[], whole: readonly string[]): Counted[] {
  const wholes = Map.groupBy(rows, row => JSON.stringify(whole.map(column => row[column])))
  return [...wholes.values()].flatMap(partsOfOne)
}

function partsOfOne(parts: readonly Row[]): Counted[] {
  const count = (row: Row) => Number(row.value)
  const small = parts.filter(row => count(row) < 16)
  const large = parts
    .filter(row => count(row) >= 16)
    .toSorted((one, other) => (label(one) < label(other) ? -1 : 1))
  const inSmall = small.reduce((sum, row) => sum + count(row), 0)
  const hidden = (rows: readonly Row[]) => rows.map(row => ({ row, subscribers: 0 }))
  const shown = (rows: readonly Row[]) => rows.map(row => ({ row, subscribers: count(row) }))
  const hideEachOther = small.length > 1 && inSmall >= 15 && inSmall <= 15 * (small.length - 1)
  if (small.length === 0 || hideEachOther) return [...hidden(small), ...shown(large)]
  const enough = large.findIndex((_, index) => {
    const first = large.slice(0, index + 1)
    return inSmall + first.reduce((sum, row) => sum + count(row), 0) >= 16 * first.length + 15
  })
  const withheld = enough === -1 ? large.length : enough + 1
  return [...hidden(small), ...hidden(large.slice(0, withheld)), ...shown(large.slice(withheld))]
}

/** No label comes before all others. */
const label = (row: Row) => String(row.value_label ?? '')
