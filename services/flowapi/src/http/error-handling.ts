import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { isBusy, MachineRefusal, MachineUnavailable } from '../machine/errors.ts'
import { ApiError, type ErrorCode } from './errors.ts'

/** What to say when the framework finds fault with a request, by its codes. */
const FRAMEWORK_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'body_malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body_malformed',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'body_not_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
}

/** What to say when Node cannot read a request, by its codes. */
const PARSER_CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_too_slow',
}

/** What describes a result, and no refusal. */
const HEADERS_OF_RESULTS = [
  'content-disposition',
  'content-encoding',
  'etag',
  'link',
  'x-flowkit-rows-released',
  'x-flowkit-cells-left-out',
  'x-flowkit-threshold',
]

/** Turns whatever a request ends in into one answer, in the one place that does. */
export const errorHandling = plugin(async app => {
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(() => {
    throw new ApiError('address_unknown')
  })
})

/** Answers with what the caller may know of an error, and logs the rest. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { statusCode, body, retryAfter, cause } = asApiError(error, request)
  const details = { code: body.code, msg: body.msg, payload: body.payload, err: cause }
  if (statusCode >= 500) request.log.error(details, 'failed')
  else request.log.info(details, 'refused')
  if (statusCode === 401) reply.header('www-authenticate', 'Bearer')
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  // A result may have failed after its headers were made ready, and before any of it was sent.
  for (const header of HEADERS_OF_RESULTS) reply.removeHeader(header)
  // Some faults are found before any hook has run.
  return reply
    .code(statusCode)
    .type('application/json; charset=utf-8')
    .header('x-request-id', request.id)
    .send(body)
}

function asApiError(error: unknown, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error
  if (request.callerLeft?.aborted) return new ApiError('caller_left')
  if (error instanceof MachineUnavailable) return new ApiError(codeFor(error), { cause: error })
  // FlowMachine writes its messages for the person who asked.
  // FlowKit's gateway has its own words for an id that its FlowMachine does not know.
  if (error instanceof MachineRefusal && error.payload.query_state === 'awol')
    return new ApiError('query_unknown', {
      status: 'awol',
      msg: `Unknown query ID '${error.payload.query_id}'`,
    })
  if (error instanceof MachineRefusal) return new ApiError('machine_refused', { msg: error.message })
  const { code = '', statusCode = 500 } = (error ?? {}) as Partial<FastifyError>
  const known = FRAMEWORK_CODES[code]
  if (known) return new ApiError(known)
  return new ApiError(statusCode < 500 ? 'request_malformed' : 'internal', { cause: error })
}

function codeFor(error: MachineUnavailable): ErrorCode {
  if (error.reason === 'no database') return 'database_unavailable'
  return isBusy(error) ? 'machine_busy' : 'machine_unavailable'
}

/** Answers what is not even HTTP, or too much of it, before there is a request; the connection ends with it. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { statusCode, body } = new ApiError(PARSER_CODES[error.code ?? ''] ?? 'request_malformed')
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\nConnection: close\r\n` +
      `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}
