import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** An answer that has been read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly bytes: number
  /** The body; empty where only its size was wanted. */
  readonly body: string
}

/** How one request is made. */
export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly token: string
  readonly body?: string
  readonly accepts?: string
  /** Whether the body is kept; large ones are not. */
  readonly keep?: boolean
}

/** Calls a gateway over connections that are kept, as its clients do, and asks again when it is told to. */
export class Caller {
  /** How often it has been told to ask again. */
  turnedAway = 0
  readonly #url: string
  readonly #agent = new Agent({ keepAlive: true })

  constructor(url: string) {
    this.#url = url
  }

  /** Makes a request, again while the gateway is too busy, and reads the whole of the answer. */
  async call(path: string, call: Call): Promise<Answer> {
    for (;;) {
      const answer = await this.#callOnce(path, call)
      const wait = Number(answer.headers['retry-after'])
      if (answer.status !== 503 || !wait) return answer
      this.turnedAway += 1
      await sleep(wait * 1_000)
    }
  }

  close(): void {
    this.#agent.destroy()
  }

  async #callOnce(
    path: string,
    { method = 'GET', token, body, accepts = 'identity', keep = true }: Call,
  ): Promise<Answer> {
    const sent = request(`${this.#url}${path}`, {
      method,
      agent: this.#agent,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-encoding': accepts,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    })
    sent.end(body)
    const [answer]: IncomingMessage[] = await once(sent, 'response')
    if (!answer) throw new Error('There was no answer')
    let bytes = 0
    const pieces: Buffer[] = []
    for await (const piece of answer) {
      bytes += piece.length
      if (keep) pieces.push(piece)
    }
    const { statusCode: status = 0, headers } = answer
    return { status, headers, bytes, body: Buffer.concat(pieces).toString('utf8') }
  }
}
