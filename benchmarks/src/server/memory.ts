import { setTimeout as sleep } from 'node:timers/promises'
import { memoryOf } from './processes.ts'

/** What processes held at a moment. */
export interface MemorySample {
  /** Since watching began. */
  readonly seconds: number
  /** In megabytes, by the name of the process. */
  readonly memory: Readonly<Record<string, number>>
}

const LOOK_MS = 5_000

/** Looks at what processes hold, as long as something goes on. */
export async function watchMemory(
  processes: Readonly<Record<string, number>>,
  meanwhile: Promise<unknown>,
): Promise<MemorySample[]> {
  const begun = performance.now()
  const look = () => ({ seconds: (performance.now() - begun) / 1_000, memory: memoryOf(processes) })
  const samples = [look()]
  let over = false
  const ended = meanwhile.finally(() => {
    over = true
  })
  while (!over) {
    await Promise.race([sleep(LOOK_MS), ended])
    samples.push(look())
  }
  await ended
  return samples
}

/** How fast memory grows, in megabytes an hour: the slope of the line with the least squares. */
export function growth(held: readonly { readonly seconds: number; readonly megabytes: number }[]): number {
  const mean = (of: (each: (typeof held)[number]) => number) =>
    held.reduce((sum, each) => sum + of(each), 0) / held.length
  const [seconds, megabytes] = [mean(each => each.seconds), mean(each => each.megabytes)]
  const together = mean(each => (each.seconds - seconds) * (each.megabytes - megabytes))
  return (together / mean(each => (each.seconds - seconds) ** 2)) * 3_600
}
