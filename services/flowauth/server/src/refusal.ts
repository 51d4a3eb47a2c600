import { type ErrorBody, type ErrorCode, REFUSALS } from './api/errors.ts'

/** What may differ from one refusal to another of the same code. */
export interface RefusalDetails {
  readonly msg?: string
  readonly payload?: unknown
  /** For the log; it never reaches the caller. */
  readonly cause?: unknown
}

/** A request that is not fulfilled, and what its caller is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: ErrorCode
  readonly statusCode: number
  readonly payload: unknown

  constructor(code: ErrorCode, { msg, payload, cause }: RefusalDetails = {}) {
    const [statusCode, words] = REFUSALS[code]
    super(msg ?? words, { cause })
    this.code = code
    this.statusCode = statusCode
    this.payload = payload
  }

  get body(): ErrorBody {
    const { code, message: msg, payload } = this
    return { code, msg, ...(payload === undefined ? {} : { payload }) }
  }
}
