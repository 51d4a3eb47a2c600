import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { actionReply } from '@flowkit/contract'
import { Dealer } from 'zeromq'
import type { QuerySpec } from '../queries.ts'

/** How often a query is asked whether it is done: as often as does not disturb it. */
const POLL_MS = 10

/** How long a query may take. */
const LIMIT_MS = 1_800_000

/** A client of a FlowMachine process, over ZeroMQ as FlowAPI is one. It asks one thing at a time. */
export class FlowMachine {
  readonly #socket = new Dealer({ linger: 0, sendTimeout: 10_000, receiveTimeout: 60_000 })

  constructor(endpoint: string) {
    this.#socket.connect(endpoint)
  }

  /**
   * Asks for a query and waits until its result can be read.
   *
   * @returns its id.
   * @throws where it can't be computed, with FlowMachine's words.
   */
  async run(spec: QuerySpec): Promise<string> {
    const { query_id } = await this.#ask('run_query', spec)
    if (typeof query_id !== 'string') throw new Error('FlowMachine gave a query no id')
    const deadline = performance.now() + LIMIT_MS
    for (;;) {
      const { query_state, reason } = await this.#ask('poll_query', { query_id })
      if (query_state === 'completed') return query_id
      if (query_state !== 'queued' && query_state !== 'executing')
        throw new Error(`Query ${query_id} is ${query_state}: ${reason}`)
      if (performance.now() > deadline) throw new Error(`Query ${query_id} takes too long`)
      await sleep(POLL_MS)
    }
  }

  close(): void {
    this.#socket.close()
  }

  async #ask(action: string, params: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    await this.#socket.send(['', JSON.stringify({ action, request_id: randomUUID(), params })])
    const frames = await this.#socket.receive()
    const reply = actionReply.parse(JSON.parse(frames.at(-1)?.toString('utf8') ?? ''))
    if (reply.status === 'error')
      throw new Error(`FlowMachine refused ${action}: ${reply.msg} ${JSON.stringify(reply.payload)}`)
    return reply.payload
  }
}
