import type { FastifyReply } from 'fastify'
import { ApiError } from '../http/errors.ts'
import { MachineRefusal } from '../machine/errors.ts'
import { stateIn } from './known-query.ts'

/**
 * What to say when there is no result to give or to tell about.
 *
 * @throws the error itself where the query's state is not the reason for it.
 */
export function answerWithout(error: unknown, reply: FastifyReply): FastifyReply {
  if (!(error instanceof MachineRefusal)) throw error
  const state = stateIn(error)
  switch (state) {
    case 'queued':
    case 'executing':
      return reply.code(202).send({})
    case 'errored':
      throw new ApiError('result_failed', { msg: error.message })
    case 'known':
      throw new ApiError('query_not_run', { msg: error.message })
    case 'awol':
    case undefined:
      throw error
    default:
      throw new ApiError('result_state', { msg: `Unexpected query state: ${state}` })
  }
}
