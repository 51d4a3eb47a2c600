import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerProcess } from './server-process.ts'

/*
 * Keeps services alive. Each goes through these states by itself:
 *
 *   state     event                          next
 *   starting  answers                        running
 *   starting  does not come up               pausing   (at the first start: everything is stopped, and it is an error)
 *   running   ends by itself                 pausing
 *   pausing   the pause is over              starting
 *   any       stop() is called               stopped
 *
 * A pause is twice the one before, up to a longest one; a service that has run for long enough begins again with the
 * first. If the supervisor is killed, the guard ends the services (see guard.ts), and nothing starts them again.
 */

/** A service that runs: what the supervisor needs to know of a server. */
export type RunningService = Pick<ServerProcess, 'identity' | 'exited' | 'stop'>

/** Something to be kept alive. */
export interface Service {
  readonly name: string
  /** Starts the service and resolves when it answers; called again each time it has died. */
  start(): Promise<RunningService>
}

/** What happens to services, for a log or a state file. */
export interface SupervisionEvents {
  readonly onStarted?: (name: string, service: RunningService) => void
  /** @param error Why it could not be started; absent when it had been running and ended. */
  readonly onDown?: (name: string, pauseMs: number, error?: unknown) => void
}

/** How long to wait before a service is started again, in milliseconds. */
export interface RestartPauses {
  readonly firstMs: number
  readonly longestMs: number
  /** After having run for this long a service counts as healthy, and the next pause is the first again. */
  readonly settledMs: number
}

/** Services that are kept alive. */
export interface Supervision {
  /** Ends all services, the last started first, and waits until they are gone. */
  stop(): Promise<void>
}

const PAUSES: RestartPauses = { firstMs: 1_000, longestMs: 30_000, settledMs: 60_000 }

/**
 * Starts services one after the other, each when the one before answers, and keeps them alive until told to stop.
 *
 * @throws when one does not come up; those that did are ended first.
 */
export async function supervise(
  services: readonly Service[],
  events: SupervisionEvents = {},
  pauses: RestartPauses = PAUSES,
): Promise<Supervision> {
  const kept: { stop(): Promise<void> }[] = []
  const stop = async () => {
    for (const one of kept.toReversed()) await one.stop()
  }
  for (const service of services) {
    try {
      kept.push(await keepAlive(service, events, pauses))
    } catch (error) {
      await stop()
      throw error
    }
  }
  return { stop }
}

async function keepAlive(service: Service, events: SupervisionEvents, pauses: RestartPauses) {
  const stopping = new AbortController()
  let running = await start()
  const life = live()
  return {
    stop: async () => {
      stopping.abort()
      await running?.stop()
      await life
    },
  }

  async function start(): Promise<RunningService | undefined> {
    const started = await service.start()
    events.onStarted?.(service.name, started)
    return started
  }

  async function live(): Promise<void> {
    let pauseMs = pauses.firstMs
    while (!stopping.signal.aborted) {
      const since = performance.now()
      await running?.exited
      if (stopping.signal.aborted) return
      if (running && performance.now() - since >= pauses.settledMs) pauseMs = pauses.firstMs
      if (running) events.onDown?.(service.name, pauseMs)
      await running?.stop() // It is gone already; this clears away what it leaves behind.
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      pauseMs = Math.min(pauseMs * 2, pauses.longestMs)
      try {
        running = await start()
      } catch (error) {
        running = undefined
        events.onDown?.(service.name, pauseMs, error)
      }
    }
    await running?.stop() // It came up while the others were being stopped.
  }
}
