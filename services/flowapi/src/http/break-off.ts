import { constants, Http2ServerResponse } from 'node:http2'
import type { FastifyReply } from 'fastify'

/**
 * Ends an answer that cannot be sent to its end, so that its reader knows that a part is missing. The framework only
 * closes what it is sent on: a connection of HTTP/1.1 then breaks in the middle of a body whose length is not told,
 * but a stream of HTTP/2 would end as if that were all.
 */
export function breakOff({ raw }: Pick<FastifyReply, 'raw'>): void {
  const response: object = raw
  if (raw.headersSent && response instanceof Http2ServerResponse)
    response.stream.close(constants.NGHTTP2_INTERNAL_ERROR)
}
