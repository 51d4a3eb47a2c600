/** Why no answer came from FlowMachine. */
export type NoAnswer =
  | 'timed out'
  | 'connection lost'
  /** It gives no signs of life. */
  | 'silent'
  | 'not connected'
  /** We have as many requests under way with it as it should have. */
  | 'too many requests'
  /** It says that it has. */
  | 'busy'
  /** It says that it is about to end. */
  | 'stopping'
  /** It says that the database does not answer it. */
  | 'no database'
  | 'unintelligible'

/** FlowMachine gave no answer that could be used. What was asked may have happened or not. */
export class MachineUnavailable extends Error {
  override readonly name = 'MachineUnavailable'
  readonly reason: NoAnswer

  /** @param about The address or the action that the answer should have come from or been to. */
  constructor(reason: NoAnswer, about: string, cause?: unknown) {
    super(`No answer from FlowMachine (${about}): ${reason}`, { cause })
    this.reason = reason
  }
}

/** Whether all that is wrong with FlowMachine is that it has too much to do. */
export function isBusy({ reason }: MachineUnavailable): boolean {
  return reason === 'busy' || reason === 'too many requests'
}

/** FlowMachine understood the request and did not fulfil it; the message is written for the person who asked. */
export class MachineRefusal extends Error {
  override readonly name = 'MachineRefusal'
  readonly payload: Readonly<Record<string, unknown>>

  constructor(message: string, payload: Readonly<Record<string, unknown>>) {
    super(message)
    this.payload = payload
  }
}
