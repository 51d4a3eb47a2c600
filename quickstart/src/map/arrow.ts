import { type Point, round } from './geometry.ts'

/** How far the middle of an arrow bows out, as a share of its length. */
const BOW = 0.22

/** How far an arrow stays away from the centres that it joins, so that arrows which meet can be told apart. */
const GAP = 5

/**
 * A curved, tapering arrow as the `d` of an SVG path that is filled: narrow where it starts, `width` wide where its
 * head begins. It bows to the right of its direction, so that the two arrows between a pair of places lie apart.
 */
export function arrow(from: Point, to: Point, width: number): string {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(dx, dy)
  const bend: Point = [(from[0] + to[0]) / 2 - dy * BOW, (from[1] + to[1]) / 2 + dx * BOW]
  const leaving = direction(from, bend)
  const arriving = direction(bend, to)
  const gap = Math.min(GAP, length / 6)
  const head = Math.min(5 + 1.4 * width, length / 3)

  const start = along(from, leaving, gap)
  const tip = along(to, arriving, -gap)
  const neck = along(tip, arriving, -head)
  const middle = direction(start, neck)
  const [thin, half, flare] = [width * 0.12, width / 2, width / 2 + 1.5 + width * 0.35]

  return [
    `M${at(beside(start, leaving, thin))}`,
    `Q${at(beside(bend, middle, (thin + half) / 2))} ${at(beside(neck, arriving, half))}`,
    `L${at(beside(neck, arriving, flare))}L${at(tip)}L${at(beside(neck, arriving, -flare))}`,
    `L${at(beside(neck, arriving, -half))}`,
    `Q${at(beside(bend, middle, -(thin + half) / 2))} ${at(beside(start, leaving, -thin))}Z`,
  ].join('')
}

function direction(from: Point, to: Point): Point {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(dx, dy) || 1
  return [dx / length, dy / length]
}

function along([x, y]: Point, [dx, dy]: Point, distance: number): Point {
  return [x + dx * distance, y + dy * distance]
}

function beside([x, y]: Point, [dx, dy]: Point, distance: number): Point {
  return [x - dy * distance, y + dx * distance]
}

function at([x, y]: Point): string {
  return `${round(x)} ${round(y)}`
}
