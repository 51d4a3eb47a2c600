import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import type { ErrorCode } from '../api/errors.ts'
import { Refusal } from '../refusal.ts'

/** What to say when the framework finds fault with a request, by its codes. */
const FRAMEWORK_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'request_malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request_malformed',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request_malformed',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
}

/** Turns whatever a request ends in into one answer, in the one place that does. */
export const errorHandling = plugin(async app => {
  app.setErrorHandler(answerError)
})

/** Answers with what the caller may know of an error, and logs the rest. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = asRefusal(error)
  const details = { code: refusal.code, msg: refusal.message, err: refusal.cause }
  if (refusal.statusCode >= 500) request.log.error(details, 'failed')
  else request.log.info(details, 'refused')
  const wait = retryAfter(refusal)
  if (wait !== undefined) reply.header('retry-after', wait)
  return reply.code(refusal.statusCode).header('x-request-id', request.id).send(refusal.body)
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { code = '', statusCode = 500, validation } = (error ?? {}) as Partial<FastifyError>
  if (validation) {
    const fields = validation.map(({ instancePath, message }) => ({ field: instancePath, message }))
    return new Refusal('request_invalid', { payload: { fields } })
  }
  const known = FRAMEWORK_CODES[code]
  if (known) return new Refusal(known)
  return new Refusal(statusCode < 500 ? 'request_malformed' : 'internal', { cause: error })
}

function retryAfter({ payload }: Refusal): number | undefined {
  if (typeof payload !== 'object' || payload === null || !('retry_after_seconds' in payload)) return undefined
  return Number(payload.retry_after_seconds)
}
