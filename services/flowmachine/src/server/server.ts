import { Context, Router } from 'zeromq'
import type { Engine } from '../execution/engine.ts'
import { type Curve, serverOptions, standGuard } from './curve.ts'
import { dispatch } from './dispatch.ts'
import { notNow } from './reply.ts'

/** Queries are a few kilobytes; whoever sends more is not asking one. */
const LARGEST_MESSAGE_BYTES = 4 * 1024 * 1024
/** Beyond this the server says that it is busy instead of piling up work. */
const MOST_IN_FLIGHT = 256
const SEND_TIMEOUT_MS = 5_000
/** How long what was sent last may take to go out when the server closes. */
const LINGER_MS = 500
/** Who has asked for a sign of life within this time is told when the server stops. */
const WATCHED_FOR_MS = 5_000

/** How a server is guarded; without either whoever reaches it is believed. */
export interface ServerOptions {
  /** The keys of encrypted connections. */
  readonly curve?: Curve | undefined
  /** What the gateway seals its requests with. */
  readonly sealKey?: string | undefined
}

/** What those hear who watch a server that stops. */
const FAREWELL = JSON.stringify(notNow('stopping'))

/**
 * The ZeroMQ side of FlowMachine. A message is `[address, '', JSON]`, as a REQ socket sends it, or
 * `[address, correlation, '', JSON]` from a peer that has several requests under way; the reply has the same
 * frames. An empty frame in the place of the JSON asks for a sign of life, and is answered by one; who has asked is
 * told when the server stops. Anything else is dropped. Requests are answered side by side, so that a slow one holds up
 * nobody. With CURVE keys connections are encrypted, and only those whose keys are known can make one.
 */
export class Server {
  readonly #engine: Engine
  readonly #sealKey: string | undefined
  readonly #curve: Curve | undefined
  /** Of its own: a guard decides for all sockets of a context. */
  readonly #context = new Context()
  readonly #socket: Router
  #guard: { close(): Promise<void> } | undefined
  readonly #stopping = new AbortController()
  readonly #inFlight = new Set<Promise<void>>()
  /** Those who watch whether the server lives, by their addresses, and when they have last asked. */
  readonly #watchers = new Map<string, { readonly envelope: readonly Buffer[]; readonly at: number }>()
  /** A socket sends one message at a time. */
  #lastSend: Promise<void> = Promise.resolve()
  #listening: Promise<void> = Promise.resolve()

  constructor(engine: Engine, { curve, sealKey }: ServerOptions = {}) {
    this.#engine = engine
    this.#curve = curve
    this.#sealKey = sealKey
    this.#socket = new Router({
      context: this.#context,
      linger: LINGER_MS,
      maxMessageSize: LARGEST_MESSAGE_BYTES,
      sendTimeout: SEND_TIMEOUT_MS,
      ...serverOptions(curve),
    })
  }

  /** Listens; answers the address, with the port that was taken when 0 was asked for. */
  async listen(host: string, port: number): Promise<string> {
    if (this.#curve)
      this.#guard = await standGuard(this.#curve, this.#context, address =>
        this.#engine.log.warn({ address }, 'a connection was refused: its CURVE key is not known'),
      )
    await this.#socket.bind(`tcp://${host}:${port === 0 ? '*' : port}`)
    this.#listening = this.#receive()
    return this.#socket.lastEndpoint ?? ''
  }

  /** Takes no more requests and says so, finishes those under way and closes. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const { envelope } of this.#watchers.values()) void this.#send(envelope, FAREWELL)
    await Promise.allSettled(this.#inFlight)
    await this.#lastSend
    this.#socket.close()
    await this.#listening
    await this.#guard?.close()
  }

  async #receive(): Promise<void> {
    for await (const frames of this.#socket) {
      const body = frames.at(-1)
      const envelope = frames.slice(0, -1)
      if (!body || ![2, 3].includes(envelope.length) || envelope.at(-1)?.length !== 0) continue
      if (body.length === 0) {
        this.#answerWatcher(envelope)
        continue
      }
      const answer = this.#answer(envelope, body)
      const tracked = answer.finally(() => this.#inFlight.delete(tracked))
      this.#inFlight.add(tracked)
    }
  }

  #answerWatcher(envelope: readonly Buffer[]): void {
    const at = performance.now()
    const address = envelope[0]?.toString('hex') ?? ''
    // Put at the end, so that the oldest come first.
    this.#watchers.delete(address)
    this.#watchers.set(address, { envelope, at })
    for (const [other, watcher] of this.#watchers) {
      if (at - watcher.at < WATCHED_FOR_MS) break
      this.#watchers.delete(other)
    }
    void this.#send(envelope, this.#stopping.signal.aborted ? FAREWELL : '')
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
