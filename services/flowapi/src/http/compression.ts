import { pipeline, type Transform } from 'node:stream'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'
import plugin from 'fastify-plugin'
import Negotiator from 'negotiator'

/** Both are set for speed: results are made as fast as they are compressed. */
const CODINGS: Readonly<Record<string, () => Transform>> = {
  br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: () => createGzip({ level: 4 }),
}

/** Streams of these types become smaller. Parquet is compressed as it is; events have to arrive one by one. */
const COMPRESSIBLE = /^(application\/(json|geo\+json|vnd\.apache\.arrow\.stream)|text\/csv)\b/

/**
 * Compresses streams for those who accept it. A stream that fails takes the compressed one with it, so that the
 * connection breaks as it would without.
 */
export const compression = plugin(async app => {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!isStream(payload) || !COMPRESSIBLE.test(String(reply.getHeader('content-type')))) return payload
    reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '))
    const { headers } = request
    const coding = new Negotiator({ headers }).encoding([...Object.keys(CODINGS), 'identity']) ?? 'identity'
    const compress = CODINGS[coding]
    if (!compress) return payload
    reply.header('content-encoding', coding)
    // Whatever goes wrong is told by the stream that is sent.
    return pipeline(payload, compress(), () => {})
  })
})

function isStream(payload: unknown): payload is NodeJS.ReadableStream {
  return typeof payload === 'object' && payload !== null && 'pipe' in payload
}
