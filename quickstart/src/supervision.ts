import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LOOPBACK, PortTakenError } from '@flowkit/local-stack'
import { ENVIRONMENT, ports, type Settings } from './config.ts'
import type { Home } from './home.ts'
import type { Order, Report } from './orders.ts'

const PROGRAM = fileURLToPath(new URL('../dist/supervisor.js', import.meta.url))

/** The supervisor, while everything is being started. */
export interface Starter {
  startServers(postgresConfiguration: string): Promise<void>
  startServices(): Promise<void>
  /** Lets the supervisor go on by itself. */
  letGo(): void
  /** Has the supervisor stop what it has started, and waits until it has. */
  giveUp(): Promise<void>
}

/** Starts the supervisor, in a session of its own: it outlives this process and the terminal. */
export function launchSupervisor(home: Home, settings: Settings): Starter {
  const log = openSync(join(home.logs, 'supervisor.log'), 'a', 0o600)
  const supervisor = fork(PROGRAM, [home.folder], {
    detached: true,
    cwd: '/',
    env: { PATH: ENVIRONMENT.PATH },
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  return {
    startServers: postgresConfiguration =>
      obeyed(supervisor, settings, { start: 'servers', settings, postgresConfiguration }),
    startServices: () => obeyed(supervisor, settings, { start: 'services' }),
    letGo: () => {
      supervisor.disconnect()
      supervisor.unref()
    },
    giveUp: async () => {
      if (supervisor.exitCode !== null || supervisor.signalCode !== null) return
      const gone = once(supervisor, 'exit')
      if (supervisor.connected) supervisor.disconnect()
      await gone
    },
  }
}

async function obeyed(supervisor: ChildProcess, settings: Settings, order: Order): Promise<void> {
  const report = await new Promise<Report>((resolve, reject) => {
    const ended = () => reject(new Error('the supervisor has ended; its log is logs/supervisor.log'))
    supervisor.once('exit', ended)
    supervisor.once('message', (message: Report) => {
      supervisor.off('exit', ended)
      resolve(message)
    })
    supervisor.send(order)
  })
  if ('started' in report) return
  if (report.takenPort !== undefined) throw takenPort(report.takenPort, settings)
  throw new Error(report.failed)
}

/** What to tell somebody whose port is taken: which one, and the variable that moves it. */
export function takenPort(port: number, settings: Settings): Error {
  const variable = ports(settings).find(one => one.port === port)?.variable ?? ''
  return new Error(
    `Port ${port} of ${LOOPBACK} is taken by another program. Choose another one: make quickstart ${variable}=…`,
    { cause: new PortTakenError(port) },
  )
}
