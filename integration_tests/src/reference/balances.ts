import type { Statistic } from './metric-specs.ts'
import { moment } from './moments.ts'
import { statisticOf, total } from './statistics.ts'
import type { EventRow } from './world.ts'

/** Seconds since 1970 of a local moment, in a time zone whose clock is never changed. */
const seconds = (text: string) => Date.parse(`${moment(text).slice(0, 23)}Z`) / 1_000

/** A balance and how many seconds it was held. */
interface Held {
  readonly balance: number
  readonly time: number
}

/** A statistic of the balance that one person's top-ups tell of; undefined where it is not defined. */
export function balanceOf(
  topups: readonly EventRow[],
  statistic: Statistic,
  period: { readonly start_date: string; readonly end_date: string },
): number | undefined {
  const known = topups.flatMap(({ moment: when, before, after }) =>
    before == null || after == null ? [] : [{ when, before, after }],
  )
  const inOrder = known.toSorted((one, other) => {
    const [a, b] = [one, other].map(each => [seconds(each.when), each.before, each.after])
    const differing = a?.findIndex((value, index) => value !== b?.[index]) ?? -1
    return differing < 0 ? 0 : (a?.[differing] ?? 0) - (b?.[differing] ?? 0)
  })
  const [first] = inOrder
  const last = inOrder.at(-1)
  if (!first || !last) return undefined
  if (statistic === 'count') return inOrder.length
  if (statistic === 'max') return Math.max(...inOrder.flatMap(({ before, after }) => [before, after]))
  if (statistic === 'min') return Math.min(...inOrder.flatMap(({ before, after }) => [before, after]))
  const held: Held[] = [
    { balance: first.before, time: seconds(first.when) - seconds(period.start_date) },
    ...inOrder.slice(1).map((topup, index) => {
      const earlier = inOrder[index] ?? topup
      return {
        balance: (earlier.after + topup.before) / 2,
        time: seconds(topup.when) - seconds(earlier.when),
      }
    }),
    { balance: last.after, time: seconds(period.end_date) - seconds(last.when) },
  ]
  return weighted(held, statistic)
}

function weighted(held: readonly Held[], statistic: Statistic): number | undefined {
  const time = total(held.map(each => each.time))
  const average = total(held.map(({ balance, time: part }) => (balance * part) / time))
  const byBalance = [...Map.groupBy(held, ({ balance }) => balance)]
    .map(([balance, same]) => ({ balance, time: total(same.map(each => each.time)) }))
    .filter(each => each.time > 0)
    .toSorted((one, other) => one.balance - other.balance)
  switch (statistic) {
    case 'avg':
      return average
    case 'sum':
      return average * time
    case 'median': {
      const until = byBalance.map((_, index) => total(byBalance.slice(0, index + 1).map(each => each.time)))
      return byBalance[until.findIndex(sum => sum >= time / 2)]?.balance
    }
    case 'mode': {
      const longest = Math.max(...byBalance.map(each => each.time))
      return byBalance.find(each => each.time === longest)?.balance
    }
    case 'variance':
      return total(held.map(({ balance, time: part }) => part * (balance - average) ** 2)) / (time - 1)
    case 'stddev':
      return Math.sqrt(weighted(held, 'variance') ?? Number.NaN)
    default:
      return statisticOf(statistic, [])
  }
}
