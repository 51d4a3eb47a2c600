import { Request } from 'zeromq'

/** What FlowMachine answers: details are in the payload. */
export interface MachineReply {
  readonly status: string
  readonly msg: string
  readonly payload: Readonly<Record<string, unknown>>
}

const ANSWER_WITHIN_MS = 30_000

/**
 * Sends one message to a FlowMachine, as FlowKit's own programs do (a REQ socket, one JSON frame), and reads its
 * answer.
 *
 * @param message A text is sent as it is, everything else as JSON.
 * @throws when no answer comes in time.
 */
export async function ask(
  endpoint: string,
  message: unknown,
  withinMs = ANSWER_WITHIN_MS,
): Promise<MachineReply> {
  const socket = new Request({ linger: 0, sendTimeout: withinMs, receiveTimeout: withinMs })
  try {
    socket.connect(endpoint)
    await socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    const [frame] = await socket.receive()
    return JSON.parse(String(frame))
  } finally {
    socket.close()
  }
}

/** On whose behalf the tests ask. */
const TESTER = { issuer: null, subject: 'tester', token_id: 'integration-tests' }

/** Asks a FlowMachine to do something on the tester's behalf, in the envelope that it expects. */
export function act(
  endpoint: string,
  action: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<MachineReply> {
  return ask(endpoint, { action, request_id: 'integration-tests', params, identity: TESTER })
}
