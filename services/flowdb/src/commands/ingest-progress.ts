import cliProgress from 'cli-progress'
import type { IngestObserver } from '../ingest/ingest.ts'

/** Shows how far reading has come, until it is stopped. */
export interface IngestProgress {
  readonly observe: IngestObserver
  stop(): void
}

const MEGABYTE = 1_000_000

/** A bar on a terminal, where one can be drawn; elsewhere a line for every hundred megabytes. */
export function ingestProgress(output: NodeJS.WritableStream & { readonly isTTY?: boolean }): IngestProgress {
  return output.isTTY ? bar(output) : lines(output)
}

function bar(stream: NodeJS.WritableStream): IngestProgress {
  const progress = new cliProgress.SingleBar({
    stream,
    format: '{bar} {percentage}% | {megabytes} MB read | {eta_formatted} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    etaBuffer: 20,
  })
  let started = false
  return {
    observe: (read, of) => {
      const megabytes = { megabytes: (read / MEGABYTE).toFixed(1) }
      // What nobody knows the size of is shown as far as it was read.
      if (!started) progress.start(of ?? read, 0, megabytes)
      started = true
      if (of === undefined) progress.setTotal(read)
      progress.update(read, megabytes)
    },
    stop: () => progress.stop(),
  }
}

function lines(output: NodeJS.WritableStream): IngestProgress {
  const step = 100 * MEGABYTE
  let next = step
  return {
    observe: (read, of) => {
      if (read < next) return
      next = read + step
      const share = of === undefined ? '' : ` of ${Math.round(of / MEGABYTE)}`
      output.write(`Read ${Math.round(read / MEGABYTE)}${share} MB\n`)
    },
    stop: () => {},
  }
}
