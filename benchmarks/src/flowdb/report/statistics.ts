/** The middle of some numbers, or the mean of the middle two; undefined of none. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2
}

/** The geometric mean of positive numbers; undefined of none. */
export function geometricMean(numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length)
}

/** How many times as long `slow` takes as `fast`; undefined where either is not known. */
export function ratio(slow: number | undefined, fast: number | undefined): number | undefined {
  return slow === undefined || fast === undefined ? undefined : slow / fast
}

/** The numbers among some that may be unknown. */
export function known(numbers: readonly (number | undefined)[]): number[] {
  return numbers.filter(number => number !== undefined)
}
