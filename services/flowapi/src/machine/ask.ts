import { type ActionName, type ActionRequest, type Identity, payloads } from '@flowkit/contract'
import { currentTrace, inSpan } from '@flowkit/service'
import type { z } from 'zod'
import type { MachineClient } from './client.ts'
import { MachineRefusal, MachineUnavailable } from './errors.ts'

/** For which HTTP request, and on whose behalf, FlowMachine is asked. */
export interface Asker {
  /** Joins the logs of both services. */
  readonly requestId: string
  /** Undefined for what is asked on nobody's behalf. */
  readonly identity: Identity | undefined
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined
  /** The scopes that limit how fine a question may be, of the role that allows it. */
  readonly limits?: readonly string[]
  /** How urgent it is; without it somebody waits for it. */
  readonly priority?: ActionRequest['priority']
}

type AnsweredAction = ActionName & keyof typeof payloads
type Payload<A extends AnsweredAction> = z.output<(typeof payloads)[A]>

/**
 * Asks FlowMachine to do something and answers what it says.
 *
 * @throws {MachineRefusal} when it does not do it.
 * @throws {MachineUnavailable} when it says nothing, or something that is no answer to this.
 */
export async function ask<A extends AnsweredAction>(
  machine: MachineClient,
  action: A,
  params: Readonly<Record<string, unknown>>,
  { requestId, identity, signal, limits, priority }: Asker,
): Promise<Payload<A>> {
  return inSpan(action, { side: 'asking' }, async () => {
    const request: ActionRequest = { action, request_id: requestId, params: { ...params } }
    if (identity !== undefined) request.identity = identity
    if (limits?.length) request.limits = [...limits]
    if (priority !== undefined) request.priority = priority
    const trace = currentTrace()
    if (trace !== undefined) request.trace = trace
    const reply = await machine.ask(request, { signal })
    if (reply.status === 'error') throw new MachineRefusal(reply.msg, reply.payload)
    const payload = payloads[action].safeParse(reply.payload)
    if (!payload.success) throw new MachineUnavailable('unintelligible', action, payload.error)
    return payload.data as Payload<A>
  })
}
