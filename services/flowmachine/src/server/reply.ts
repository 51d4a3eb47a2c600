import type { ActionReply, NotNow } from '@flowkit/contract'

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

const NOT_NOW = {
  busy: 'The server is busy. Ask again in a while.',
  stopping: 'The server is stopping. Ask another one, or again in a while.',
  'no database': 'The database does not answer. Ask again in a while.',
} as const satisfies Record<NotNow['not_now'], string>

/** The answer to a request that another process, or this one later, can fulfil. */
export function notNow(reason: NotNow['not_now']): ActionReply {
  return failure(NOT_NOW[reason], { not_now: reason } satisfies NotNow)
}
