import { createHmac } from 'node:crypto'
import { Request, type SocketOptions } from 'zeromq'

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
 * @param curve The keys of an encrypted connection, as ZeroMQ calls them.
 * @throws when no answer comes in time.
 */
export async function ask(
  endpoint: string,
  message: unknown,
  withinMs = ANSWER_WITHIN_MS,
  curve: Pick<SocketOptions<Request>, 'curvePublicKey' | 'curveSecretKey' | 'curveServerKey'> = {},
): Promise<MachineReply> {
  const socket = new Request({ linger: 0, sendTimeout: withinMs, receiveTimeout: withinMs, ...curve })
  try {
    socket.connect(endpoint)
    await socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    const [frame] = await socket.receive()
    return JSON.parse(String(frame))
  } finally {
    socket.close()
  }
}

/** What requests to the FlowMachines of the tests are sealed with. */
export const SEAL_KEY = 'the tests and the services that they start have this key'

/** A request under a seal, as the gateway sends it. */
export function sealed(request: object): object {
  const sealed_at = Math.floor(Date.now() / 1_000)
  const text = JSON.stringify(request)
  const seal = createHmac('sha256', SEAL_KEY).update(`flowkit request 1\n${sealed_at}\n${text}`).digest('hex')
  return { sealed_at, request: text, seal }
}

/** On whose behalf the tests ask. */
const TESTER = { issuer: null, subject: 'tester', token_id: 'integration-tests' }

/** Asks a FlowMachine to do something on the tester's behalf, in the envelope that it expects. */
export function act(
  endpoint: string,
  action: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<MachineReply> {
  return ask(endpoint, sealed({ action, request_id: 'integration-tests', params, identity: TESTER }))
}
