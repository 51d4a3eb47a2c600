import { flowArrow } from './flow-arrow.ts'
import { count } from './html.ts'

/** The height of a line of the legend, in units of its drawing. */
const LINE = 30

/** The shares of the largest flow that the legend shows, before they are rounded. */
const SAMPLES = [1, 0.5, 0.15]

/**
 * Arrows of a few numbers of people, as wide as on the map, and what the two tints mean.
 *
 * @param smallest The number of people of the smallest flow, which is the last example.
 */
export function legend(largest: number, smallest: number): string {
  const round = SAMPLES.map(share => roundNumber(largest * share)).filter(people => people > smallest)
  const rows = [...new Set([...round, smallest])].map((people, row) => {
    const y = row * LINE + 8
    const sample = flowArrow([2, y], [92, y], people, largest)
    return `${sample}<text x="106" y="${y + 9}">${count(people)} people</text>`
  })
  return `<svg class="legend" viewBox="0 0 220 ${rows.length * LINE}" aria-hidden="true">${rows.join('')}</svg>
  <p class="tints">
    <span class="gaining">more arrive than leave</span>
    <span class="losing">more leave than arrive</span>
  </p>`
}

/** The largest number with one digit other than zero that is not above `value`, and at least 1. */
function roundNumber(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return Math.max(1, Math.floor(value / power)) * power
}
