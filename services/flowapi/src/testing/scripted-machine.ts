import { setTimeout } from 'node:timers/promises'
import type { ActionReply, ActionRequest } from '@flowkit/contract'
import { acceptsConnections } from '@flowkit/local-stack'
import { Router } from 'zeromq'

/** What a scripted FlowMachine does when it is asked: replies, or says nothing. */
export type Script = (request: ActionRequest) => ActionReply | 'silence' | Promise<ActionReply | 'silence'>

/** A real ZeroMQ peer that speaks as FlowMachine does, and says what the test tells it to. */
export class ScriptedMachine {
  readonly requests: ActionRequest[] = []
  script: Script
  /** Whether it gives signs of life when it is asked for them. */
  alive = true
  /** What it gives as a sign of life. */
  sign = ''
  /** How many it has given. */
  signs = 0
  readonly #socket: Router
  #listening: Promise<void> = Promise.resolve()
  /** A socket sends one message at a time. */
  #lastSend: Promise<void> = Promise.resolve()

  /** @param secretKey Its CURVE key; without one, connections are plain. */
  constructor(script: Script, secretKey?: string) {
    this.script = script
    this.#socket = new Router({
      linger: 0,
      ...(secretKey && { curveServer: true, curveSecretKey: secretKey }),
    })
  }

  /** Listens on a free port, or on the one of an address that was free before. */
  async listen(address = 'tcp://127.0.0.1:*'): Promise<string> {
    await this.#bind(address)
    this.#listening = this.#serve()
    return this.address
  }

  /** A socket that was closed gives its port back a little later. */
  async #bind(address: string, attempts = 100): Promise<void> {
    try {
      await this.#socket.bind(address)
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!taken || attempts === 0) throw error
      await setTimeout(10)
      await this.#bind(address, attempts - 1)
    }
  }

  get address(): string {
    return this.#socket.lastEndpoint ?? ''
  }

  /** The requests for one action, oldest first. */
  asked(action: string): ActionRequest[] {
    return this.requests.filter(request => request.action === action)
  }

  /** Stops, and waits until nobody listens any more: until then, what connects is still accepted. */
  async close(): Promise<void> {
    if (this.#socket.closed) return
    const port = Number(this.address.split(':').at(-1))
    this.#socket.close()
    await this.#listening
    while (port > 0 && (await acceptsConnections(port))) await setTimeout(10)
  }

  async #serve(): Promise<void> {
    for await (const frames of this.#socket) {
      const body = String(frames.at(-1))
      if (body !== '') void this.#answer(frames.slice(0, -1), body)
      else if (this.alive) {
        this.signs += 1
        void this.#send([...frames.slice(0, -1), this.sign])
      }
    }
  }

  async #answer(envelope: readonly Buffer[], message: string): Promise<void> {
    const request: ActionRequest = JSON.parse(message)
    this.requests.push(request)
    const reply = await this.script(request)
    if (reply === 'silence') return
    await this.#send([...envelope, JSON.stringify(reply)])
  }

  async #send(frames: (Buffer | string)[]): Promise<void> {
    this.#lastSend = this.#lastSend.then(() => this.#sendNow(frames))
    await this.#lastSend
  }

  /** What it has not said when it is closed is lost, as with a process that ends. */
  async #sendNow(frames: (Buffer | string)[]): Promise<void> {
    if (this.#socket.closed) return
    try {
      await this.#socket.send(frames)
    } catch (error) {
      if (!this.#socket.closed) throw error
    }
  }
}

export const success = (payload: Record<string, unknown>, msg = ''): ActionReply => ({
  status: 'success',
  msg,
  payload,
})

export const failure = (msg: string, payload: Record<string, unknown> = {}): ActionReply => ({
  status: 'error',
  msg,
  payload,
})
