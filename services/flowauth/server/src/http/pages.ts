import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import plugin from 'fastify-plugin'
import { Refusal } from '../refusal.ts'

/** Stands for the nonce in the built page. */
const NONCE = '__CSP_NONCE__'
const NONCE_BYTES = 16

/**
 * Serves the web pages: one document for every address, since the pages themselves know what each address shows, and
 * its assets, whose names change with their contents.
 *
 * The document allows what comes from here and nothing else, and of inline styles only those that carry its nonce.
 */
export const pages = plugin<{ readonly site: string }>(async (app, { site }) => {
  const document = readFileSync(join(site, 'index.html'), 'utf8')
  app.addHook('onRoute', route => {
    if (route.url.startsWith('/assets/')) route.config = { ...route.config, public: true }
  })
  await app.register(fastifyStatic, {
    root: join(site, 'assets'),
    prefix: '/assets/',
    index: false,
    cacheControl: false,
    setHeaders: reply => void reply.header('cache-control', 'public, max-age=31536000, immutable'),
  })
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const isPage =
      ['GET', 'HEAD'].includes(request.method) && !path.startsWith('/api/') && !path.startsWith('/assets/')
    if (!isPage) throw new Refusal('address_unknown')
    return sendDocument(reply, document)
  })
})

function sendDocument(reply: FastifyReply, document: string): FastifyReply {
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  return reply
    .header('content-security-policy', contentPolicy(nonce))
    .type('text/html; charset=utf-8')
    .send(document.replaceAll(NONCE, nonce))
}

function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
