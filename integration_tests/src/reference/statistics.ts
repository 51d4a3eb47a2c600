import type { Statistic } from './metric-specs.ts'

/** One number of several; undefined where there are too few of them for it. */
export function statisticOf(statistic: Statistic, numbers: readonly number[]): number | undefined {
  if (statistic === 'count') return numbers.length
  if (numbers.length === 0) return undefined
  const sorted = numbers.toSorted((one, other) => one - other)
  switch (statistic) {
    case 'avg':
      return mean(numbers)
    case 'sum':
      return total(numbers)
    case 'max':
      return sorted.at(-1)
    case 'min':
      return sorted[0]
    case 'median':
      return mean(
        [Math.ceil(sorted.length / 2), Math.floor(sorted.length / 2) + 1].map(rank => sorted[rank - 1] ?? 0),
      )
    case 'mode':
      return mostFrequent(sorted)
    case 'variance':
      return variance(numbers)
    case 'stddev': {
      const squared = variance(numbers)
      return squared === undefined ? undefined : Math.sqrt(squared)
    }
  }
}

/** What there is most of; of several the first. */
export function mostFrequent<T>(members: readonly T[]): T | undefined {
  const counts = [...Map.groupBy(members, member => member)].map(
    ([member, same]) => [member, same.length] as const,
  )
  const most = Math.max(...counts.map(([, count]) => count))
  return counts.find(([, count]) => count === most)?.[0]
}

function variance(numbers: readonly number[]): number | undefined {
  if (numbers.length < 2) return undefined
  const middle = mean(numbers)
  return total(numbers.map(number => (number - middle) ** 2)) / (numbers.length - 1)
}

export const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)
export const mean = (numbers: readonly number[]) => total(numbers) / numbers.length
