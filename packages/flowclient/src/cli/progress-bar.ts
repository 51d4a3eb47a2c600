import { Presets, SingleBar } from 'cli-progress'
import type { Progress } from 'flowclient'
import type { Screen } from './terminal.ts'

/** Shows how far a query is; to be stopped when the wait is over. */
export interface ProgressBar {
  show(progress: Progress): void
  stop(): void
}

/** A progress bar that is there while it is needed; on anything but a terminal, nothing is shown. */
export function progressBar(screen: Screen): ProgressBar {
  if (!screen.isTTY) return { show: () => {}, stop: () => {} }
  const bar = new SingleBar(
    {
      format:
        '{bar} {value} of {total} parts computed, {running} running, {queued} waiting, {duration_formatted}',
      stream: screen,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  )
  let total = 0
  return {
    show({ eligible, running, queued }) {
      // The first answer tells how much there is to do. Newer data may make it more.
      if (!bar.isActive) bar.start(eligible, 0, { running, queued })
      if (eligible > total) {
        total = eligible
        bar.setTotal(total)
      }
      bar.update(total - eligible, { running, queued })
    },
    stop: () => bar.stop(),
  }
}
