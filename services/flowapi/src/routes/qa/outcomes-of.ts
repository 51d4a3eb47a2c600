import { localDate, type QualityOutcome } from '@flowkit/contract'
import type { FastifyRequest } from 'fastify'
import { askerOf } from '../../auth/authentication.ts'
import { authorize } from '../../auth/scopes.ts'
import { ApiError } from '../../http/errors.ts'
import { ask } from '../../machine/ask.ts'
import type { Services } from '../services.ts'

/** The days that are asked about, as the caller wrote them; the last one included. */
export interface Days {
  readonly first: string | undefined
  readonly last: string | undefined
}

/** A check, as an address names it. */
export interface CheckParams {
  readonly cdr_type: string
  readonly check_id: string
}

/**
 * What a check said of some days, the last one included.
 *
 * @throws {ApiError} when a date cannot be read, or there is nothing to tell.
 */
export async function outcomesOf(
  { machine }: Services,
  request: FastifyRequest,
  { cdr_type, check_id }: CheckParams,
  { first, last }: Days,
): Promise<readonly [QualityOutcome, ...QualityOutcome[]]> {
  authorize(request, ['get_qa_checks'])
  const [start_date, end_date] = [dateIn(first), dateIn(last)]
  request.log.info({ cdr_type, check_id, start_date, end_date }, 'get_qa_checks')
  const asked = { cdr_type, check_type: check_id, start_date, end_date }
  const { qa_checks } = await ask(machine, 'get_qa_checks', asked, askerOf(request))
  const [earliest, ...later] = qa_checks
  if (earliest) return [earliest, ...later]
  const days = start_date === end_date ? `on ${start_date}` : `from ${start_date} to ${end_date}`
  throw new ApiError('qa_outcome_unknown', {
    status: 'not found',
    msg: `There is no outcome of ${check_id} for ${cdr_type} ${days} that may be told.`,
  })
}

function dateIn(text: string | undefined): string {
  const parsed = localDate.safeParse(text)
  if (parsed.success) return parsed.data
  throw new ApiError('date_unreadable', { status: 'bad request' })
}
