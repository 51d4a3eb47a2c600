import { constants, Http2ServerResponse } from 'node:http2'
import type { FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'

/**
 * Gives up requests of HTTP/2 whose body does not arrive in time. For those of HTTP/1 the server itself sees to it; it
 * knows no such limit for the streams of HTTP/2.
 */
export const bodyDeadline = plugin<{ readonly withinMs: number }>(async (app, { withinMs }) => {
  const waits = new WeakMap<FastifyRequest, NodeJS.Timeout>()
  app.addHook('preParsing', async (request, { raw }) => {
    if (!(raw instanceof Http2ServerResponse)) return
    const giveUp = setTimeout(() => raw.stream.close(constants.NGHTTP2_CANCEL), withinMs)
    raw.once('close', () => clearTimeout(giveUp))
    waits.set(request, giveUp)
  })
  app.addHook('preValidation', async request => clearTimeout(waits.get(request)))
})
