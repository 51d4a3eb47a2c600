import {
  identify,
  PortTakenError,
  type ProcessIdentity,
  type Service,
  type Supervision,
  supervise,
} from '@flowkit/local-stack'
import { homeAt } from './home.ts'
import type { Order, Report } from './orders.ts'
import { secretsOf } from './secrets.ts'
import { dataServers, flowkitServices } from './services.ts'
import { forgetState, type State, writeState } from './state.ts'

/*
 * The process that stays when `make quickstart` is over. It starts the servers and then the services when it is told
 * to, keeps them alive, and writes down what runs. If whoever started it goes away before everything is up, it stops
 * what it has started: a half-finished system would be in the way of the next attempt.
 *
 * usage: supervisor.js HOME        (with a channel to the process that starts it; output goes to a log)
 */
const home = homeAt(process.argv[2] ?? '')
const me = identify(process.pid)
const supervised: Supervision[] = []
const services: Record<string, ProcessIdentity> = {}
let settings: State['settings'] | undefined
let complete = false
let stopping = false

process.on('message', (order: Order) => {
  void obey(order).then(
    () => report({ started: order.start }),
    (error: Error) => {
      say(error.message)
      report({ failed: error.message, ...(error instanceof PortTakenError ? { takenPort: error.port } : {}) })
    },
  )
})
process.on('disconnect', () => {
  if (!complete) void stop('the start was broken off')
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop('told to stop'))

async function obey(order: Order): Promise<void> {
  if (order.start === 'servers') {
    settings = order.settings
    await keep(dataServers(settings, secretsOf(home), home, order.postgresConfiguration))
  } else {
    if (settings === undefined) throw new Error('services need their servers first')
    await keep(flowkitServices(settings, secretsOf(home), home))
    complete = true
  }
}

async function keep(these: readonly Service[]): Promise<void> {
  const supervision = await supervise(these, {
    onStarted: (name, { identity }) => {
      say(`${name} runs as process ${identity.pid}`)
      services[name] = identity
      if (me && settings) writeState(home, { supervisor: me, settings, services })
    },
    onDown: (name, pauseMs, error) => {
      const reason = error instanceof Error ? `could not be started: ${error.message}` : 'has ended'
      say(`${name} ${reason}; it is started again in ${pauseMs / 1000} s`)
    },
  })
  supervised.push(supervision)
}

/** Ends everything and then this process. What was just being started, the guard ends. */
async function stop(reason: string): Promise<void> {
  if (stopping) return
  stopping = true
  say(`stopping: ${reason}`)
  for (const one of supervised.toReversed()) await one.stop()
  forgetState(home)
  say('stopped')
  process.exit(0)
}

function report(message: Report): void {
  if (process.connected) process.send?.(message)
}

function say(text: string): void {
  console.log(`${new Date().toISOString()} ${text}`)
}
