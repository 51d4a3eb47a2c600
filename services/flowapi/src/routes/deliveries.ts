import type { GrantOutcome } from '@flowkit/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { askerOf } from '../auth/authentication.ts'
import { ask } from '../machine/ask.ts'
import type { MachineClient } from '../machine/client.ts'

/**
 * The results that are being handed out: each is a grant in FlowMachine's ledger, which is told how it ended. Where it
 * cannot be told, the grant stays open there, as it does when this process is killed.
 */
export class Deliveries {
  readonly #machine: MachineClient
  readonly #closing = new Set<Promise<void>>()

  constructor(machine: MachineClient) {
    this.#machine = machine
  }

  /** Begins to hand out the result of a grant. It ends with the answer to the request. */
  begin(grant: number, request: FastifyRequest, reply: FastifyReply): Delivery {
    let bytes = 0
    let failed = false
    const close = () => {
      const outcome = failed ? 'failed' : reply.raw.writableFinished ? 'whole' : 'broken off'
      const closing = this.#close(grant, outcome, bytes, request).finally(() => this.#closing.delete(closing))
      this.#closing.add(closing)
    }
    if (reply.raw.closed) close()
    else reply.raw.once('close', close)
    return {
      async *counted(pieces) {
        for await (const piece of pieces) {
          bytes += Buffer.byteLength(piece)
          yield piece
        }
      },
      failed: () => {
        failed = true
      },
    }
  }

  /** Waits until the ledger has been told of every end that there was. */
  async settled(): Promise<void> {
    await Promise.all(this.#closing)
  }

  async #close(grant: number, outcome: GrantOutcome, bytes: number, request: FastifyRequest): Promise<void> {
    // Whether the caller has left is what is told, and no reason not to tell it.
    const asker = { ...askerOf(request), signal: undefined }
    try {
      await ask(this.#machine, 'close_grant', { grant, outcome, bytes }, asker)
    } catch (error) {
      request.log.warn({ err: error, grant, outcome }, 'the ledger was not told how a grant ended')
    }
  }
}

/** One result on its way to its reader. */
export interface Delivery {
  /** The pieces as they are, counted. */
  counted(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array>
  /** Nothing could be read: what the caller is answered is not the result. */
  failed(): void
}
