import type { ReleaseCounts, ResultFormat } from '@flowkit/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { callerOf } from '../auth/authentication.ts'
import { FORMATS } from '../formats/index.ts'
import { readRows } from '../formats/released-rows.ts'
import { breakOff } from '../http/break-off.ts'
import { ApiError } from '../http/errors.ts'
import { patientStream, ReaderTooSlow } from '../http/patience.ts'
import type { Services } from './services.ts'

/** A result to be sent. */
export interface Result {
  /** What it is called: names the file (without colons, which not every system allows), and opens the JSON. */
  readonly id: string
  readonly format: ResultFormat
  readonly sql: string
  /** The number of the grant in FlowMachine's ledger, which is told how the delivery ends. */
  readonly grant: number
  readonly release?: ReleaseCounts
}

/**
 * Streams a result from the database to the caller, no faster than the caller takes it. When the caller leaves or is
 * too slow, the reading ends; when the reading fails, the connection is broken, so that no half of a result looks
 * like a whole.
 *
 * @param granted Has the result given out; called when it is the caller's turn to have one more stream.
 * @throws {ApiError} when the caller has too many, or the result cannot be read at all.
 */
export async function sendRows(
  request: FastifyRequest,
  reply: FastifyReply,
  { results, patience, streams, metrics, deliveries }: Services,
  granted: () => Promise<Result>,
): Promise<FastifyReply> {
  const end = await streams.enter(callerOf(request).identity.subject, request.callerLeft)
  try {
    const { id, format, sql, grant, release } = await granted()
    const delivery = deliveries.begin(grant, request, reply)
    const { contentType, write } = FORMATS[format]
    const rows = await readRows(results, sql).catch(error => {
      delivery.failed()
      throw isAbsence(error) ? new ApiError('database_unavailable', { cause: error }) : error
    })
    reply
      .code(200)
      .header('content-type', contentType)
      .header('content-disposition', `attachment;filename=${id.replaceAll(':', '-')}.${format}`)
      .headers(release ? countHeaders(release) : {})
    const stream = patientStream(delivery.counted(write(id, rows)), patience)
    stream.once('error', error => {
      breakOff(reply)
      reply.log.error({ err: error }, 'a result broke off')
      metrics.brokenResults.inc({ reason: error instanceof ReaderTooSlow ? 'too slow' : 'failed' })
    })
    stream.once('close', rows.abandon)
    stream.once('close', end)
    return reply.send(stream)
  } catch (error) {
    end()
    throw error
  }
}

/** What the result leaves out; a number that does not exist has no header. */
function countHeaders({ rows_released, cells_left_out, threshold }: ReleaseCounts): Record<string, string> {
  const counts = {
    'x-flowkit-rows-released': rows_released,
    'x-flowkit-cells-left-out': cells_left_out,
    'x-flowkit-threshold': threshold,
  }
  return Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) => (count === null ? [] : [[name, String(count)]])),
  )
}

/** Whether the database is away or overloaded, as opposed to finding fault with what it is asked. */
function isAbsence(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown }
  // PostgreSQL's classes of errors: connection, resources, operator intervention (a timeout, a shutdown).
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || /^(08|53|57)/.test(code)
}
