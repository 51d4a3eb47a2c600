import { Router } from 'zeromq'
import type { Engine } from '../execution/engine.ts'
import { dispatch } from './dispatch.ts'

/** Queries are a few kilobytes; whoever sends more is not asking one. */
const LARGEST_MESSAGE_BYTES = 4 * 1024 * 1024
/** Beyond this the server says that it is busy instead of piling up work. */
const MOST_IN_FLIGHT = 256
const SEND_TIMEOUT_MS = 5_000

/**
 * The ZeroMQ side of FlowMachine. A message is `[address, '', JSON]`, as a REQ socket sends it, or
 * `[address, correlation, '', JSON]` from a peer that has several requests under way; the reply has the same
 * frames. An empty frame in the place of the JSON asks for a sign of life, and is answered by one. Anything else is
 * dropped. Requests are answered side by side, so that a slow one holds up nobody.
 */
export class Server {
  readonly #engine: Engine
  readonly #sealKey: string | undefined
  readonly #socket = new Router({
    linger: 0,
    maxMessageSize: LARGEST_MESSAGE_BYTES,
    sendTimeout: SEND_TIMEOUT_MS,
  })
  readonly #stopping = new AbortController()
  readonly #inFlight = new Set<Promise<void>>()
  /** A socket sends one message at a time. */
  #lastSend: Promise<void> = Promise.resolve()
  #listening: Promise<void> = Promise.resolve()

  /** @param sealKey What the gateway seals its requests with; without it whoever asks is believed. */
  constructor(engine: Engine, sealKey?: string) {
    this.#engine = engine
    this.#sealKey = sealKey
  }

  /** Listens; answers the address, with the port that was taken when 0 was asked for. */
  async listen(host: string, port: number): Promise<string> {
    await this.#socket.bind(`tcp://${host}:${port === 0 ? '*' : port}`)
    this.#listening = this.#receive()
    return this.#socket.lastEndpoint ?? ''
  }

  /** Takes no more requests, finishes those under way and closes. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.allSettled(this.#inFlight)
    await this.#lastSend
    this.#socket.close()
    await this.#listening
  }

  async #receive(): Promise<void> {
    for await (const frames of this.#socket) {
      const body = frames.at(-1)
      const envelope = frames.slice(0, -1)
      if (!body || ![2, 3].includes(envelope.length) || envelope.at(-1)?.length !== 0) continue
      if (body.length === 0) {
        void this.#send(envelope, '')
        continue
      }
      const answer = this.#answer(envelope, body)
      const tracked = answer.finally(() => this.#inFlight.delete(tracked))
      this.#inFlight.add(tracked)
    }
  }

  async #answer(envelope: readonly Buffer[], body: Buffer): Promise<void> {
    const { signal } = this.#stopping
    const busy = this.#inFlight.size >= MOST_IN_FLIGHT ? 'busy' : undefined
    const closed = signal.aborted ? 'stopping' : busy
    const reply = await dispatch(this.#engine, body.toString('utf8'), signal, this.#sealKey, closed)
    await this.#send(envelope, JSON.stringify(reply))
  }

  #send(envelope: readonly Buffer[], body: string): Promise<void> {
    this.#lastSend = this.#lastSend
      .then(() => this.#socket.send([...envelope, body]))
      .catch(error => this.#engine.log.warn({ err: error }, 'a reply could not be sent'))
    return this.#lastSend
  }
}
