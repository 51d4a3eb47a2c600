import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { actionReply } from '@flowkit/contract'
import { Dealer } from 'zeromq'
import type { QuerySpec } from '../queries.ts'

/**
 * How long to wait before asking again whether a query is done, in milliseconds: asking costs the server something, so
 * it is done after this time, or this share of what has passed, which a measured time is too long by at most.
 */
const SHORTEST_POLL_MS = 10
const POLL_SHARE = 0.03

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
    const start = performance.now()
    for (;;) {
      const { query_state, reason } = await this.#ask('poll_query', { query_id })
      if (query_state === 'completed') return query_id
      if (query_state !== 'queued' && query_state !== 'executing')
        throw new Error(`Query ${query_id} is ${query_state}: ${reason}`)
      const passed = performance.now() - start
      if (passed > LIMIT_MS) throw new Error(`Query ${query_id} takes too long`)
      await sleep(Math.max(SHORTEST_POLL_MS, POLL_SHARE * passed))
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
