import { EventEmitter, once } from 'node:events'
import { type ActionReply, actionReply } from '@flowkit/contract'
import type { Logger } from '@flowkit/service'
import { Dealer } from 'zeromq'
import { MachineUnavailable, type NoAnswer } from './errors.ts'
import { Pulse } from './pulse.ts'

/** Results travel through the database; the largest replies are schemas and SQL. */
const LARGEST_MESSAGE_BYTES = 16 * 1024 * 1024
/** FlowMachine turns requests away above 256; two gateways fit in. Beyond this the caller is told at once. */
const MOST_IN_FLIGHT = 128
/** A connection takes milliseconds, or there is nobody at the other end. */
const CONNECT_WITHIN_MS = 2_000
const SEND_WITHIN_MS = 1_000
/** A line that is broken without a word is given up, and the connection made anew, within the sum of the two. */
const HEARTBEAT_EVERY_MS = 2_000
const HEARTBEAT_WITHIN_MS = 4_000
/** The correlation of the messages that only ask for a sign of life; those of requests are numbers. */
const PULSE = 'pulse'

interface Waiting {
  readonly resolve: (reply: ActionReply) => void
  readonly reject: (reason: Error) => void
  sent: boolean
}

/**
 * One FlowMachine process. Many requests can be under way: each message is `[correlation, '', JSON]`, and the reply
 * brings the correlation back. A message without a body asks for a sign of life, and is answered by another.
 *
 * Nothing is sent while there is no connection, so that a process which comes back is not given requests that nobody
 * waits for any more; and when the connection is lost, or the process falls silent, everything under way fails at once.
 */
export class Endpoint {
  readonly address: string
  readonly #log: Logger
  readonly #socket = new Dealer({
    immediate: true,
    linger: 0,
    maxMessageSize: LARGEST_MESSAGE_BYTES,
    sendTimeout: SEND_WITHIN_MS,
    heartbeatInterval: HEARTBEAT_EVERY_MS,
    heartbeatTimeout: HEARTBEAT_WITHIN_MS,
  })
  readonly #waiting = new Map<string, Waiting>()
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
  #correlations = 0

  constructor(address: string, log: Logger) {
    this.address = address
    this.#log = log.child({ endpoint: address })
    this.#socket.events.on('handshake', () => this.#onConnected())
    this.#socket.events.on('disconnect', () => this.#onDisconnected())
    this.#socket.connect(address)
    this.#receiving = this.#receive()
  }

  /** Whether the process is connected and gives signs of life. */
  get present(): boolean {
    return this.#connected && !this.#pulse.silent
  }

  get inFlight(): number {
    return this.#waiting.size
  }

  /**
   * Sends one JSON text and answers the reply to it.
   *
   * @throws {MachineUnavailable} when none comes in time.
   * @throws the signal's reason when it is aborted.
   */
  async request(message: string, withinMs: number, signal?: AbortSignal): Promise<ActionReply> {
    signal?.throwIfAborted()
    if (this.#socket.closed) throw new MachineUnavailable('not connected', this.address)
    if (this.#connected && this.#pulse.silent) throw new MachineUnavailable('silent', this.address)
    if (this.#waiting.size >= MOST_IN_FLIGHT) throw new MachineUnavailable('too many requests', this.address)
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
      const waiting = this.#waiting.get(correlation.toString())
      if (!waiting) continue
      const reply = parseReply(body.toString('utf8'))
      if (reply) waiting.resolve(reply)
      else waiting.reject(new MachineUnavailable('unintelligible', this.address))
    }
  }

  #onConnected(): void {
    this.#connected = true
    this.#pulse.heard()
    this.#connection.emit('connected')
    this.#log.info('connected to FlowMachine')
  }

  #onDisconnected(): void {
    if (!this.#connected) return
    this.#connected = false
    this.#log.warn('lost the connection to FlowMachine')
    this.#failAll(({ sent }) => sent, 'connection lost')
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
