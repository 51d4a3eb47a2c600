import cors from '@fastify/cors'
import plugin from 'fastify-plugin'

/** What pages of other origins may read of an answer beside its body. */
const READABLE_HEADERS = [
  'Content-Disposition',
  'ETag',
  'Link',
  'Location',
  'Preference-Applied',
  'Retry-After',
  'X-FlowKit-Cells-Left-Out',
  'X-FlowKit-Rows-Released',
  'X-FlowKit-Threshold',
  'X-Request-ID',
]
const SENDABLE_HEADERS = ['Accept', 'Authorization', 'Content-Type', 'If-None-Match', 'Prefer']
const PREFLIGHT_HOLDS_S = 600

/** Lets pages of some origins call the API from a browser. Tokens travel in a header, so cookies are of no use. */
export const crossOrigin = plugin<{ readonly origins: readonly string[] }>(async (app, { origins }) => {
  if (origins.length === 0) return
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: SENDABLE_HEADERS,
    exposedHeaders: READABLE_HEADERS,
    maxAge: PREFLIGHT_HOLDS_S,
  })
})
