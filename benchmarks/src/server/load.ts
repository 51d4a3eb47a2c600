import { setTimeout as sleep } from 'node:timers/promises'
import { processorTimeOf } from './processes.ts'
import type { ServedSystem } from './system.ts'

/** What clients ask for in turn, all about one stored result. */
export const REQUESTS = ['run', 'poll', 'get'] as const
export type RequestName = (typeof REQUESTS)[number]

/** What is asked of the system. */
export interface LoadOptions {
  readonly clients: number
  readonly seconds: number
  /** How long a client waits between an answer and its next request, in milliseconds. */
  readonly pauseMs: number
}

/** How long answers took, in milliseconds from the request to the last byte, in ascending order. */
export interface ClientLoad {
  readonly clients: number
  readonly took: Readonly<Record<RequestName, readonly number[]>>
  /** Answers with another status than they should have. */
  readonly refused: number
  /** Processor time of FlowAPI and of all FlowMachines, in milliseconds. */
  readonly processor: { readonly api: number; readonly machines: number }
}

const EXPECTED: Readonly<Record<RequestName, number>> = { run: 202, poll: 303, get: 200 }

/** Has clients ask for a while; each is another user, and begins at another moment. */
export async function load(system: ServedSystem, options: LoadOptions): Promise<ClientLoad> {
  const { clients, seconds, pauseMs } = options
  const took: Record<RequestName, number[]> = { run: [], poll: [], get: [] }
  let refused = 0
  const before = processorTimes(system)
  const end = performance.now() + seconds * 1_000
  const client = async (number: number) => {
    const ask = system.clientOf(`client ${number}`)
    await sleep((pauseMs * number) / clients)
    for (let turn = number; performance.now() < end; turn += 1) {
      const request = REQUESTS[turn % REQUESTS.length] ?? 'run'
      const began = performance.now()
      const status = await ask(request)
      took[request].push(performance.now() - began)
      if (status !== EXPECTED[request]) refused += 1
      await sleep(pauseMs)
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  for (const times of Object.values(took)) times.sort((one, other) => one - other)
  const { api, machines } = processorTimes(system)
  return {
    clients,
    took,
    refused,
    processor: { api: api - before.api, machines: machines - before.machines },
  }
}

function processorTimes({ processes: { FlowAPI = 0, ...machines } }: ServedSystem): ClientLoad['processor'] {
  const sum = Object.values(machines).reduce((total, pid) => total + processorTimeOf(pid), 0)
  return { api: processorTimeOf(FlowAPI), machines: sum }
}

/** The number below which a share of ascending ones is, which is one of them (nearest rank); undefined of none. */
export function percentile(ascending: readonly number[], share: number): number | undefined {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)]
}
