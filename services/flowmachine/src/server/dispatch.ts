import { type ActionReply, actionRequest, type NotNow, validate } from '@flowkit/contract'
import { inSpan, traceOf } from '@flowkit/service'
import { isAbsence } from '../execution/connections.ts'
import type { Engine } from '../execution/engine.ts'
import { ALL_ACTIONS } from './actions/index.ts'
import { ActionError, failure, notNow, success } from './reply.ts'
import { distrust, unsealed } from './trust.ts'

const BY_NAME = new Map<string, (typeof ALL_ACTIONS)[number]>(
  ALL_ACTIONS.map(action => [action.name, action]),
)

/**
 * Answers one message. Whatever happens, there is a reply, and none of it is internal to the engine.
 *
 * @param sealKey With it, what is asked on somebody's behalf is believed only under the gateway's seal.
 * @param closed Why nothing is done at the moment but to answer that the server is there.
 */
export async function dispatch(
  engine: Engine,
  message: string,
  signal: AbortSignal,
  sealKey: string | undefined,
  closed?: NotNow['not_now'],
): Promise<ActionReply> {
  const outer = parseJson(message)
  if ('error' in outer) return failure('Invalid JSON.', { decode_error: outer.error })
  const trusted = unsealed({ text: message, value: outer.value }, sealKey)
  if ('refusal' in trusted) return notBelieved(engine, trusted.refusal)
  const parsed = parseJson(trusted.text)
  if ('error' in parsed) return failure('Invalid JSON.', { decode_error: parsed.error })
  const request = validate(actionRequest, parsed.value)
  if (!request.ok) return failure('Invalid action request.', request.messages)
  const { action: actionName, request_id, params: given, identity, limits, priority, trace } = request.value
  const action = BY_NAME.get(actionName)
  if (!action)
    return failure('Invalid action request.', {
      action: [`Must be one of: ${[...BY_NAME.keys()].join(', ')}.`],
    })
  const refusal = distrust(action, identity, { proven: trusted.proven, key: sealKey })
  if (refusal) return notBelieved(engine, refusal)
  const log = engine.log.child({ request_id, action: actionName, user: identity?.subject })
  if (closed && action.name !== 'ping') {
    log.info({ reason: closed }, 'turned away')
    return notNow(closed)
  }
  const params = validate(action.params, given)
  if (!params.ok) {
    log.warn('wrong parameters')
    return failure(
      `Internal flowmachine server error: wrong arguments passed to handler for action '${actionName}'.`,
      {
        validation_error_messages: params.messages,
      },
    )
  }
  try {
    const context = { engine: { ...engine, log }, identity, limits, priority, signal }
    const answer = await inSpan(
      action.name,
      {
        side: 'answering',
        parent: traceOf(trace) ?? 'none',
        attributes: { 'flowkit.request_id': request_id },
      },
      () => action.handle(params.value, context),
    )
    // Health checks ask every few seconds.
    log[action.name === 'ping' ? 'debug' : 'info']('answered')
    return typeof answer === 'string' ? success({}, answer) : success(answer)
  } catch (error) {
    // Another process can still do what this one has been stopped in.
    if (signal.aborted) return notNow('stopping')
    if (error instanceof ActionError) {
      log.info({ reason: error.message }, 'refused')
      return failure(error.message, error.payload)
    }
    log.error({ err: error }, 'could not answer')
    if (isAbsence(error)) return notNow('no database')
    return failure('Could not get reply for message')
  }
}

function notBelieved(engine: Engine, refusal: string): ActionReply {
  engine.log.warn({ reason: refusal }, 'a message was not believed')
  return failure(`The request is not believed. ${refusal}`)
}

function parseJson(text: string): { value: unknown } | { error: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'not JSON' }
  }
}
