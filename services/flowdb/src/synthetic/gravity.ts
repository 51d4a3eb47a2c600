import { decay, type Point, squaredDistance } from './country/plane.ts'
import { type Random, unit } from './random.ts'

/** Beyond this many refusals there is too little nearby to choose from. */
const MOST_TRIES = 500

/**
 * Draws something that is more likely the nearer it is: candidates are drawn without regard to distance and taken
 * with a probability that thins out with it (see `decay`), so that a place attracts people in proportion to its
 * size and less from farther away.
 *
 * @param draw Draws a candidate.
 * @param placeOf Where a candidate is.
 * @param scaleKm The distance at which the probability is one half.
 * @returns undefined where little is near, and all candidates were refused.
 */
export function drawNear(
  random: Random,
  origin: Point,
  scaleKm: number,
  draw: () => number,
  placeOf: (candidate: number) => Point,
): number | undefined {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const candidate = draw()
    if (unit(random) < decay(squaredDistance(placeOf(candidate), origin), scaleKm)) return candidate
  }
  return undefined
}
