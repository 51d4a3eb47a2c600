import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyPluginAsync } from 'fastify'

const SCRIPT_ADDRESS = '/api/0/spec/redoc.js'
/** The script changes with the version of this server only. */
const SCRIPT_CACHING = 'public, max-age=3600'

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>FlowAPI</title>
</head>
<body>
<redoc spec-url="openapi.json" disable-telemetry="true"></redoc>
<script type="module" src="${SCRIPT_ADDRESS}"></script>
</body>
</html>
`

/**
 * The page talks to this server alone, whatever its script would like: a data centre without the Internet gets the
 * whole of it, and nobody learns that it was opened. Redoc writes its styles into the page, and searches in a worker.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `GET /api/0/spec/redoc`: this API's description as a page to read. */
export const redoc: FastifyPluginAsync = async app => {
  const script = promisify(gzip)(
    await readFile(fileURLToPath(import.meta.resolve('redoc/bundles/redoc.standalone.js'))),
  )
  app.get('/api/0/spec/redoc', { config: { public: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(PAGE),
  )
  app.get(SCRIPT_ADDRESS, { config: { public: true } }, async (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .headers({ 'cache-control': SCRIPT_CACHING, 'content-encoding': 'gzip', vary: 'accept-encoding' })
      .send(await script),
  )
}
