/** The sum of some numbers. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/**
 * The number of a typical day: the median, which a single day out of the ordinary does not touch. Days that are not
 * released had less than any that is; where the median lies among them, it is unknown.
 *
 * @param released The numbers of the days that have been released.
 * @param allDays How many days there were.
 */
export function typicalDay(released: readonly number[], allDays: number): number | undefined {
  const unknown = Array.from({ length: allDays - released.length }, () => undefined)
  const sorted = [...unknown, ...released.toSorted((one, other) => one - other)]
  const lower = sorted[Math.ceil(allDays / 2) - 1]
  const upper = sorted[Math.floor(allDays / 2)]
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2
}

/**
 * How closely two numbers go together: Pearson's coefficient, from -1 to 1. Unknown where one of them does not vary.
 */
export function correlation(pairs: readonly (readonly [number, number])[]): number | undefined {
  const mean = (side: 0 | 1) => sum(pairs.map(pair => pair[side])) / pairs.length
  const [middleX, middleY] = [mean(0), mean(1)]
  const products = pairs.map(([x, y]) => (x - middleX) * (y - middleY))
  const spread = (side: 0 | 1, middle: number) => sum(pairs.map(pair => (pair[side] - middle) ** 2))
  const scale = Math.sqrt(spread(0, middleX) * spread(1, middleY))
  return scale === 0 ? undefined : sum(products) / scale
}
