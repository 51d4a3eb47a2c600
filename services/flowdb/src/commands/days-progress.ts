import cliProgress from 'cli-progress'

/** A part of a day that is loaded in one go, such as its calls. */
interface DayPart {
  /** The local date, such as `2016-01-01`. */
  readonly date: string
}

/** Shows how far loading days has come, until it is stopped. */
export interface Progress {
  /** Loading begins; `done` parts more were there already. */
  begun(missing: readonly DayPart[], done: number): void
  loaded(part: DayPart, rows: number): void
  stop(): void
}

/** Where progress is shown: standard error, or what a test has instead. */
type Output = NodeJS.WritableStream & { readonly isTTY?: boolean }

/** A bar on a terminal; elsewhere a line for each day that is complete. */
export function createProgress(output: Output): Progress {
  return output.isTTY ? bar(output) : lines(output)
}

function bar(output: Output): Progress {
  const progress = new cliProgress.SingleBar({
    stream: output,
    format: '{bar} {percentage}% | {rows} events | {eta_formatted} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    etaBuffer: 20,
  })
  let rows = 0
  return {
    begun: (missing, done) => progress.start(missing.length + done, done, { rows }),
    loaded: (_, count) => {
      rows += count
      progress.increment(1, { rows: rows.toLocaleString('en') })
    },
    stop: () => progress.stop(),
  }
}

function lines(output: Output): Progress {
  /** What each day still lacks, and the rows that it has got. */
  const days = new Map<string, { missing: number; rows: number }>()
  const ofDay = ({ date }: DayPart) => {
    const day = days.get(date) ?? { missing: 0, rows: 0 }
    days.set(date, day)
    return day
  }
  return {
    begun: missing => {
      for (const part of missing) ofDay(part).missing += 1
      output.write(`Loading ${days.size} days\n`)
    },
    loaded: (part, count) => {
      const day = ofDay(part)
      day.missing -= 1
      day.rows += count
      if (day.missing === 0) output.write(`${part.date}: ${day.rows.toLocaleString('en')} events\n`)
    },
    stop: () => {},
  }
}
