import { EventEmitter, once } from 'node:events'
import { type ActionReply, actionReply, notNow } from '@flowkit/contract'
import type { CurveKeyPair, Logger } from '@flowkit/service'
import { Dealer } from 'zeromq'
import { Turns } from '../turns.ts'
import { MachineUnavailable, type NoAnswer } from './errors.ts'
import { Pulse } from './pulse.ts'

/** Results travel through the database; the largest replies are schemas and SQL. */
const LARGEST_MESSAGE_BYTES = 16 * 1024 * 1024
/** FlowMachine turns requests away above 256; two gateways fit in. */
const MOST_IN_FLIGHT = 128
/** How many more wait for their turn, and for how long, in milliseconds: a crowd that comes at once is served in time. */
const MOST_IN_LINE = 1_000
const IN_LINE_MS = 5_000
/** A connection takes milliseconds, or there is nobody at the other end. */
const CONNECT_WITHIN_MS = 2_000
const SEND_WITHIN_MS = 1_000
/** A line that is broken without a word is given up, and the connection made anew, within the sum of the two. */
const HEARTBEAT_EVERY_MS = 2_000
const HEARTBEAT_WITHIN_MS = 4_000
/** How long to wait after a handshake that was refused before the connection is made anew. */
const RECONNECT_AFTER_MS = 1_000
/** Why a handshake fails, and whether ZeroMQ gives the connection up for good then. */
const REFUSALS = [
  ['handshake:error:auth', true],
  ['handshake:error:protocol', true],
  ['handshake:error:other', false],
] as const
const TELLING_REFUSALS = 3
const WHY_REFUSED =
  'FlowMachine and this server do not trust each other: see whether both have CURVE keys or neither has, whether ' +
  "FLOWMACHINE_CURVE_PUBLIC_KEY is FlowMachine's, and whether its FLOWAPI_CURVE_PUBLIC_KEYS has ours"
/** The correlation of the messages that only ask for a sign of life; those of requests are numbers. */
const PULSE = 'pulse'

/** What encrypts connections, and shows each side who the other is. */
export interface Curve extends CurveKeyPair {
  /** FlowMachine's public key: whoever has not its secret half is not talked to. */
  readonly serverKey: string
}

interface Waiting {
  readonly resolve: (reply: ActionReply) => void
  readonly reject: (reason: Error) => void
  sent: boolean
}

/**
 * One FlowMachine process. Many requests can be under way: each message is `[correlation, '', JSON]`, and the reply
 * brings the correlation back. A message without a body asks for a sign of life, and is answered by another, or by the
 * news that the process is about to end.
 *
 * Nothing is sent while there is no connection, so that a process which comes back is not given requests that nobody
 * waits for any more; and when the connection is lost, or the process falls silent, everything under way fails at once.
 */
export class Endpoint {
  readonly address: string
  readonly #log: Logger
  readonly #curve: Curve | undefined
  readonly #socket: Dealer
  readonly #waiting = new Map<string, Waiting>()
  readonly #turns = new Turns({
    most: MOST_IN_FLIGHT,
    mostWaiting: MOST_IN_LINE,
    waitMs: IN_LINE_MS,
    refusal: () => new MachineUnavailable('too many requests', this.address),
  })
  readonly #connection = new EventEmitter().setMaxListeners(0)
  readonly #receiving: Promise<void>
  readonly #pulse = new Pulse({
    beat: () => this.#askForPulse(),
    onSilent: () => this.#onSilent(),
    onHeard: () => this.#log.info('FlowMachine is heard of again'),
  })
  /** A socket sends one message at a time. */
  #lastSend: Promise<void> = Promise.resolve()
  #connected = false
  /** It has said that it is about to end. */
  #leaving = false
  /** Handshakes in a row that were refused. */
  #refusals = 0
  #reconnecting: NodeJS.Timeout | undefined
  #correlations = 0

  constructor(address: string, log: Logger, curve?: Curve) {
    this.address = address
    this.#log = log.child({ endpoint: address })
    this.#curve = curve
    this.#socket = new Dealer({
      immediate: true,
      linger: 0,
      maxMessageSize: LARGEST_MESSAGE_BYTES,
      sendTimeout: SEND_WITHIN_MS,
      heartbeatInterval: HEARTBEAT_EVERY_MS,
      heartbeatTimeout: HEARTBEAT_WITHIN_MS,
      ...(curve && {
        curvePublicKey: curve.publicKey,
        curveSecretKey: curve.secretKey,
        curveServerKey: curve.serverKey,
      }),
    })
    this.#socket.events.on('handshake', () => this.#onConnected())
    for (const [refusal, givenUp] of REFUSALS)
      this.#socket.events.on(refusal, ({ error }) => this.#onRefused(error, givenUp))
    this.#socket.events.on('disconnect', () => this.#onDisconnected())
    this.#socket.connect(address)
    this.#receiving = this.#receive()
  }

  /** Whether the process is connected and gives signs of life. */
  get present(): boolean {
    return this.#connected && !this.#pulse.silent && !this.#leaving
  }

  /** How many requests are under way with it, or wait to be. */
  get inFlight(): number {
    return this.#turns.open + this.#turns.waiting
  }

  /**
   * Sends one JSON text and answers the reply to it.
   *
   * @throws {MachineUnavailable} when none comes in time.
   * @throws the signal's reason when it is aborted.
   */
  async request(message: string, withinMs: number, signal?: AbortSignal): Promise<ActionReply> {
    signal?.throwIfAborted()
    this.#throwIfAbsent()
    const end = await this.#turns.enter(signal)
    try {
      this.#throwIfAbsent()
      return await this.#exchange(message, withinMs, signal)
    } finally {
      end()
    }
  }

  #throwIfAbsent(): void {
    if (this.#socket.closed) throw new MachineUnavailable('not connected', this.address)
    if (this.#leaving) throw new MachineUnavailable('stopping', this.address)
    if (this.#connected && this.#pulse.silent) throw new MachineUnavailable('silent', this.address)
  }

  async #exchange(message: string, withinMs: number, signal?: AbortSignal): Promise<ActionReply> {
    this.#correlations += 1
    const correlation = String(this.#correlations)
    let timer: NodeJS.Timeout | undefined
    let onAbort = () => {}
    try {
      return await new Promise<ActionReply>((resolve, reject) => {
        const waiting = { resolve, reject, sent: false }
        this.#waiting.set(correlation, waiting)
        timer = setTimeout(() => reject(new MachineUnavailable('timed out', this.address)), withinMs)
        onAbort = () => reject(signal?.reason)
        signal?.addEventListener('abort', onAbort, { once: true })
        this.#deliver(correlation, message, waiting).catch(cause =>
          reject(new MachineUnavailable('not connected', this.address, cause)),
        )
      })
    } finally {
      this.#waiting.delete(correlation)
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** Ends the connection; requests under way fail. */
  async close(): Promise<void> {
    this.#pulse.stop()
    clearTimeout(this.#reconnecting)
    this.#failAll(() => true, 'connection lost')
    this.#socket.close()
    await this.#receiving
  }

  async #deliver(correlation: string, message: string, waiting: Waiting): Promise<void> {
    if (!this.#connected)
      await once(this.#connection, 'connected', { signal: AbortSignal.timeout(CONNECT_WITHIN_MS) })
    await this.#send(async () => {
      if (!this.#waiting.has(correlation)) return
      await this.#socket.send([correlation, '', message])
      waiting.sent = true
    })
  }

  #send(sending: () => Promise<void>): Promise<void> {
    const sent = this.#lastSend.then(sending)
    this.#lastSend = sent.catch(() => {})
    return sent
  }

  #askForPulse(): void {
    if (!this.#connected) return
    // What can't be sent is not heard of either.
    void this.#send(() => this.#socket.send([PULSE, '', ''])).catch(() => {})
  }

  async #receive(): Promise<void> {
    for await (const [correlation, delimiter, body, ...more] of this.#socket) {
      if (!correlation || delimiter?.length !== 0 || !body || more.length > 0) {
        this.#log.warn('a reply without an envelope was dropped')
        continue
      }
      this.#pulse.heard()
      if (correlation.toString() === PULSE) {
        this.#onPulse(body)
        continue
      }
      const waiting = this.#waiting.get(correlation.toString())
      if (!waiting) continue
      const reply = parseReply(body.toString('utf8'))
      if (reply) waiting.resolve(reply)
      else waiting.reject(new MachineUnavailable('unintelligible', this.address))
    }
  }

  #onPulse(body: Buffer): void {
    if (body.length === 0 || this.#leaving) return
    const news = parseReply(body.toString('utf8'))
    if (notNow.safeParse(news?.payload).data?.not_now !== 'stopping') return
    this.#leaving = true
    this.#log.info('FlowMachine is about to end')
  }

  #onConnected(): void {
    this.#connected = true
    this.#leaving = false
    this.#refusals = 0
    this.#pulse.heard()
    this.#connection.emit('connected')
    this.#log.info('connected to FlowMachine')
  }

  #onDisconnected(): void {
    if (!this.#connected) return
    this.#connected = false
    this.#leaving = false
    this.#log.warn('lost the connection to FlowMachine')
    this.#failAll(({ sent }) => sent, 'connection lost')
  }

  #onRefused(error: Error, givenUp: boolean): void {
    this.#refusals += 1
    // One alone may come from a process that ends.
    if (this.#refusals === TELLING_REFUSALS)
      this.#log.error({ err: error, encrypted: this.#curve !== undefined }, WHY_REFUSED)
    if (!givenUp) return
    this.#reconnecting ??= setTimeout(() => {
      this.#reconnecting = undefined
      if (this.#connected || this.#socket.closed) return
      this.#socket.disconnect(this.address)
      this.#socket.connect(this.address)
    }, RECONNECT_AFTER_MS).unref()
  }

  #onSilent(): void {
    if (!this.#connected) return
    this.#log.warn('FlowMachine has fallen silent')
    this.#failAll(({ sent }) => sent, 'silent')
  }

  #failAll(concerns: (waiting: Waiting) => boolean, reason: NoAnswer): void {
    for (const waiting of this.#waiting.values())
      if (concerns(waiting)) waiting.reject(new MachineUnavailable(reason, this.address))
  }
}

function parseReply(text: string): ActionReply | undefined {
  try {
    return actionReply.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
