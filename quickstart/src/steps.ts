/** Says what is being done, and for how long it took, one step a line. */
export interface Steps {
  /** Does a step whose time runs on the screen, with what it has to say of its progress in `note`. */
  step<T>(title: string, work: (note: (text: string) => void) => Promise<T>): Promise<T>
  /** Does a step that prints its own progress below the title. */
  openStep<T>(title: string, work: () => Promise<T>): Promise<T>
}

const TITLE_WIDTH = 48

/** What makes a terminal forget the rest of a line. */
const CLEAR_LINE = '\x1b[K'

/** @param terminal Whether lines can be written over; otherwise each is written once. */
export function createSteps(out: NodeJS.WritableStream, terminal: boolean): Steps {
  return {
    async step(title, work) {
      const started = performance.now()
      let progress = ''
      const show = (end: string) =>
        out.write(`\r${CLEAR_LINE}  ${title.padEnd(TITLE_WIDTH)}${seconds(started)}${end}`)
      const clock = terminal ? setInterval(() => show(`   ${progress}`), 250) : undefined
      out.write(`  ${title.padEnd(TITLE_WIDTH)}`)
      try {
        const result = await work(text => {
          progress = text
        })
        if (terminal) show('\n')
        else out.write(`${seconds(started)}\n`)
        return result
      } catch (error) {
        out.write('\n')
        throw error
      } finally {
        clearInterval(clock)
      }
    },
    async openStep(title, work) {
      const started = performance.now()
      out.write(`  ${title} …\n`)
      const result = await work()
      out.write(`  ${title.padEnd(TITLE_WIDTH)}${seconds(started)}\n`)
      return result
    },
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1).padStart(7)} s`
}
