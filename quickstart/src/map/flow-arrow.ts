import { arrow } from './arrow.ts'
import type { Point } from './geometry.ts'

/** The width of the arrow of the largest flow, in units of the drawing; the others are in proportion. */
const WIDEST = 13

/** Below this an arrow could not be seen. */
const THINNEST = 0.7

/**
 * An SVG element for a flow of `people`, as wide as its share of the largest flow of the map.
 *
 * @param attributes Further attributes, as HTML.
 */
export function flowArrow(from: Point, to: Point, people: number, largest: number, attributes = ''): string {
  const width = Math.max(THINNEST, (WIDEST * people) / largest)
  // Strength is what the style sheet makes colour and opacity of; the root sets small flows apart from each other.
  const strength = Math.sqrt(people / largest).toFixed(3)
  return `<path class="flow" d="${arrow(from, to, width)}" style="--strength: ${strength}" ${attributes}/>`
}
