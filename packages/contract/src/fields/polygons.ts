/** A position in a plane. */
export type Position = readonly [x: number, y: number]
/** The outer ring of each polygon, then its holes; every ring is closed. As the `coordinates` of GeoJSON. */
export type Polygons = readonly (readonly (readonly Position[])[])[]

type Edge = readonly [from: Position, to: Position]

/** Whether two shapes have a position in common, be it on their edges only. */
export function intersect(one: Polygons, other: Polygons): boolean {
  const others = edgesOf(other)
  return (
    edgesOf(one).some(edge => others.some(against => meet(edge, against))) ||
    startsOf(one).some(start => isInside(other, start)) ||
    startsOf(other).some(start => isInside(one, start))
  )
}

/**
 * Whether it is clear what is inside of a shape: edges meet only where they follow each other, each hole is in its
 * polygon, and no polygon or hole is in another one.
 */
export function isSimple(shape: Polygons): boolean {
  const rings = shape.flat()
  const areApart = rings.every(
    (ring, index) =>
      isSimpleRing(ring) && rings.slice(index + 1).every(other => !crossEachOther(ring, other)),
  )
  return (
    areApart &&
    shape.every(([outer = [], ...holes], index) => {
      const others = shape.filter((_, number) => number !== index)
      return (
        !others.some(other => startsOf([[outer]]).some(start => isInside([other], start))) &&
        holes.every(hole => startsOf([[hole]]).every(start => isInside([[outer]], start))) &&
        holes.every(hole =>
          holes.every(
            other => other === hole || !startsOf([[hole]]).some(start => isInside([[other]], start)),
          ),
        )
      )
    })
  )
}

/** Edges meet nothing of their ring but the ends of their neighbours, and none of them is a point. */
function isSimpleRing(ring: readonly Position[]): boolean {
  const edges = edgesOf([[ring]])
  return edges.every((edge, index) =>
    edges.slice(index + 1).every((other, distance) => {
      if (distance === 0) return !areFolded(edge, other)
      if (index === 0 && distance === edges.length - 2) return !areFolded(other, edge)
      return !meet(edge, other)
    }),
  )
}

function crossEachOther(one: readonly Position[], other: readonly Position[]): boolean {
  const others = edgesOf([[other]])
  return edgesOf([[one]]).some(edge => others.some(against => meet(edge, against)))
}

/** Whether an edge leads back over the one before it, or one of them leads nowhere. */
function areFolded([from, corner]: Edge, [, to]: Edge): boolean {
  const ahead = (corner[0] - from[0]) * (to[0] - corner[0]) + (corner[1] - from[1]) * (to[1] - corner[1])
  return turn(from, corner, to) === 0 && ahead <= 0
}

function edgesOf(shape: Polygons): Edge[] {
  return shape.flat().flatMap(ring => ring.slice(1).map((to, index): Edge => [ring[index] ?? to, to]))
}

/** A position of each ring. Of shapes whose edges do not meet, a ring lies in the other shape where its position does. */
function startsOf(shape: Polygons): Position[] {
  return shape.flat().flatMap(([start]) => (start ? [start] : []))
}

/** Whether a position lies inside, by the parity of crossings (Shimrat, Algorithm 112, CACM 1962). */
function isInside(shape: Polygons, [x, y]: Position): boolean {
  const crossed = edgesOf(shape).filter(
    ([[fromX, fromY], [toX, toY]]) =>
      fromY > y !== toY > y && fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX) > x,
  )
  return crossed.length % 2 === 1
}

/** Whether two edges have a position in common. */
function meet([a, b]: Edge, [c, d]: Edge): boolean {
  const [ofC, ofD, ofA, ofB] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  return (
    (ofC !== ofD && ofA !== ofB) ||
    (ofC === 0 && isBetween(a, b, c)) ||
    (ofD === 0 && isBetween(a, b, d)) ||
    (ofA === 0 && isBetween(c, d, a)) ||
    (ofB === 0 && isBetween(c, d, b))
  )
}

/** Which way it goes from an edge on to a position: 1 to the left, -1 to the right, 0 straight. */
function turn([aX, aY]: Position, [bX, bY]: Position, [cX, cY]: Position): number {
  return Math.sign((bX - aX) * (cY - aY) - (bY - aY) * (cX - aX))
}

function isBetween(a: Position, b: Position, [x, y]: Position): boolean {
  const [aX, aY, bX, bY] = [...a, ...b]
  return Math.min(aX, bX) <= x && x <= Math.max(aX, bX) && Math.min(aY, bY) <= y && y <= Math.max(aY, bY)
}
