/** A point in degrees: longitude, latitude. GeoJSON allows a height as well, which is of no interest here. */
export type LonLat = readonly number[]

/** A point of the drawing: to the right and down, in the units of its viewBox. */
export type Point = readonly [x: number, y: number]

/** The coordinates of a GeoJSON MultiPolygon: polygons of rings of points. */
export type MultiPolygon = readonly (readonly (readonly LonLat[])[])[]

/** From degrees to the drawing, whose height follows from its width and the shape of the country. */
export interface Projection {
  readonly width: number
  readonly height: number
  project(point: LonLat): Point
}

/**
 * An equirectangular projection that is true to shape at the middle latitude of `shapes` and fits them into
 * `width`, with `margin` on all sides. For areas of the size of a country the distortion cannot be seen.
 */
export function fitProjection(shapes: readonly MultiPolygon[], width: number, margin: number): Projection {
  const points = shapes.flat(3)
  const [west, east] = extent(points.map(([lon = 0]) => lon))
  const [south, north] = extent(points.map(([, lat = 0]) => lat))
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = (width - 2 * margin) / ((east - west) * narrowing)
  return {
    width,
    height: (north - south) * scale + 2 * margin,
    project: ([lon = 0, lat = 0]) => [
      margin + (lon - west) * narrowing * scale,
      margin + (north - lat) * scale,
    ],
  }
}

function extent(values: readonly number[]): [least: number, greatest: number] {
  return values.reduce(([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number])
}

/** A shape as the `d` of an SVG path, to a tenth of a unit. */
export function outline(shape: MultiPolygon, { project }: Projection): string {
  return shape
    .flat()
    .map(ring => `M${ring.map(point => project(point).map(round).join(' ')).join('L')}Z`)
    .join('')
}

/** The centre of gravity of a shape's largest polygon: where its label and the ends of its arrows go. */
export function centre(shape: MultiPolygon, { project }: Projection): Point {
  const rings = shape.flatMap(([outer]) => (outer ? [outer.map(project)] : []))
  const [largest] = rings.map(gravity).toSorted((a, b) => b.area - a.area)
  if (largest === undefined) throw new RangeError('a shape without polygons has no centre')
  return largest.centre
}

/** Area and centroid by the shoelace formula. */
function gravity(ring: readonly Point[]): { area: number; centre: Point } {
  let [twice, x, y] = [0, 0, 0]
  for (const [index, [x0, y0]] of ring.entries()) {
    const [x1, y1] = ring[(index + 1) % ring.length] ?? [x0, y0]
    const cross = x0 * y1 - x1 * y0
    twice += cross
    x += (x0 + x1) * cross
    y += (y0 + y1) * cross
  }
  return { area: Math.abs(twice) / 2, centre: [x / (3 * twice), y / (3 * twice)] }
}

/** Coordinates are written to a tenth of a unit: finer than a screen shows, and a third of the bytes. */
export function round(value: number): number {
  return Math.round(value * 10) / 10
}
