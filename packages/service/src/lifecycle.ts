import type { Logger } from './log.ts'

interface StopStep {
  readonly name: string
  readonly limitMs: number
  readonly stop: () => Promise<unknown> | unknown
}

/**
 * Starts a service in named steps and stops it in the opposite order.
 *
 * Each step that started something registers how to stop it. On SIGTERM or SIGINT, and when starting fails, the
 * registered steps run last to first, each within its own time limit, and the process exits: 0 after a clean
 * stop, 1 when starting failed or a step failed or overran.
 */
export class Lifecycle {
  readonly #log: Logger
  readonly #steps: StopStep[] = []
  readonly #aborter = new AbortController()
  #stopping: Promise<number> | undefined

  constructor(log: Logger) {
    this.#log = log
  }

  /** Aborted as soon as the service begins to stop. */
  get signal(): AbortSignal {
    return this.#aborter.signal
  }

  /** Registers how to stop what has just been started. */
  onStop(name: string, limitMs: number, stop: StopStep['stop']): void {
    this.#steps.push({ name, limitMs, stop })
  }

  /** Runs `start` and stays up until the process is told to stop. */
  async run(start: () => Promise<void>): Promise<void> {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        this.#log.info({ signal }, 'stopping')
        void this.stop().then(code => process.exit(code))
      })
    }
    try {
      await start()
      if (!this.signal.aborted) this.#log.info('ready')
    } catch (error) {
      if (this.signal.aborted) return
      this.#log.fatal({ err: error }, 'could not start')
      await this.stop()
      process.exit(1)
    }
  }

  /** Stops everything that was registered; answers the exit code. */
  stop(): Promise<number> {
    this.#stopping ??= this.#stopAll()
    return this.#stopping
  }

  async #stopAll(): Promise<number> {
    this.#aborter.abort()
    let code = 0
    for (const step of this.#steps.toReversed()) {
      try {
        if (await finishes(step.stop, step.limitMs)) continue
        this.#log.error({ step: step.name, limitMs: step.limitMs }, 'a step took too long while stopping')
      } catch (error) {
        this.#log.error({ err: error, step: step.name }, 'a step failed while stopping')
      }
      code = 1
    }
    return code
  }
}

/** Whether `action` comes to an end within `limitMs`. */
async function finishes(action: StopStep['stop'], limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), limitMs)
  })
  try {
    return await Promise.race([Promise.resolve(action()).then(() => true), limit])
  } finally {
    clearTimeout(timer)
  }
}
