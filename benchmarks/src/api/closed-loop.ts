/** What many clients have measured, each of whom asks again as soon as it has an answer. */
export interface Loop {
  readonly clients: number
  readonly perSecond: number
  /** The middle of the times that answers took, in milliseconds. */
  readonly p50: number
  /** What one in a hundred took longer than. */
  readonly p99: number
}

/** Connections are made and code is compiled meanwhile. */
const WARM_UP_SHARE = 0.2

/**
 * Has a number of clients ask for some seconds.
 *
 * @param ask One request of the client of a number, from 0; it throws when the answer is not as it should be.
 */
export async function closedLoop(
  clients: number,
  seconds: number,
  ask: (client: number) => Promise<void>,
): Promise<Loop> {
  const begun = performance.now()
  const counted = begun + seconds * WARM_UP_SHARE * 1_000
  const end = counted + seconds * 1_000
  const times: number[] = []
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < end) {
        const start = performance.now()
        await ask(client)
        if (start >= counted) times.push(performance.now() - start)
      }
    }),
  )
  const lasted = (performance.now() - counted) / 1_000
  times.sort((one, other) => one - other)
  return {
    clients,
    perSecond: times.length / lasted,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  }
}

/** The smallest of some sorted numbers that at least a share of them do not exceed; NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
