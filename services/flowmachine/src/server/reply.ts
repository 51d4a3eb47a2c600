import type { ActionReply } from '@flowkit/contract'

/** A request that was understood and can't be fulfilled; what it says goes to the asker. */
export class ActionError extends Error {
  override readonly name = 'ActionError'
  readonly payload: Readonly<Record<string, unknown>>
  constructor(message: string, payload: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.payload = payload
  }
}

/** The answer to a request that was fulfilled. */
export function success(payload: Record<string, unknown>, msg = ''): ActionReply {
  return { status: 'success', msg, payload }
}

/** The answer to a request that was not. */
export function failure(msg: string, payload: Readonly<Record<string, unknown>> = {}): ActionReply {
  return { status: 'error', msg, payload: { ...payload } }
}
