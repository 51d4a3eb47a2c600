import type { RouteOptions } from 'fastify'
import { z } from 'zod'
import { ADMIN_PREFIX } from '../http/authentication.ts'
import { OWN_PAGE_HEADER } from '../http/own-pages.ts'
import { SessionCookies } from '../sessions/cookies.ts'
import { SUMMARIES } from './summaries.ts'

type JsonObject = Record<string, unknown>

const ERROR = {
  description:
    'Why it could not be done. What `code` says does not change with versions; `msg` is for people.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
}

/**
 * The description of FlowAuth's own API (OpenAPI 3.1), made from the schemas by which its routes check what they are sent
 * and what they answer.
 *
 * @param routes As the framework was told of them.
 * @param version Of FlowAuth.
 * @param publicUrl Where browsers reach it.
 */
export function openApiDocument(
  routes: readonly RouteOptions[],
  version: string,
  publicUrl: URL,
): JsonObject {
  const paths: Record<string, JsonObject> = {}
  for (const route of routes)
    for (const method of [route.method].flat()) {
      if (method === 'HEAD') continue
      const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [method.toLowerCase()]: operation(method, route) }
    }
  return {
    openapi: '3.1.0',
    info: {
      title: 'FlowAuth',
      version,
      description:
        'Who may ask what. FlowAuth’s own pages use this API, and nothing beside it. Times are RFC 3339; ids are UUIDs.',
      license: { name: 'MPL-2.0', identifier: 'MPL-2.0' },
    },
    servers: [{ url: publicUrl.origin }],
    paths,
    components: {
      schemas: {
        Error: {
          type: 'object',
          required: ['code', 'msg'],
          properties: { code: { type: 'string' }, msg: { type: 'string' }, payload: {} },
        },
      },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: new SessionCookies(publicUrl).accessName,
          description:
            'The cookie of somebody who is signed in. It is good for 15 minutes, until it is refreshed.',
        },
      },
    },
  }
}

function operation(method: string, { url, schema, config }: RouteOptions): JsonObject {
  const { params, querystring, body, response } = schema ?? {}
  const isPublic = config?.public === true
  const changes = method !== 'GET' && config?.forPrograms !== true
  const fresh = config?.fresh === true || url.startsWith(ADMIN_PREFIX)
  return {
    operationId: `${method} ${url}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'),
    summary: SUMMARIES[`${method} ${url}`] ?? '',
    ...(fresh && { description: 'Needs a password that was given within the last 15 minutes.' }),
    tags: [tagOf(url)],
    security: isPublic ? [] : [{ session: [] }],
    parameters: [
      ...parameters(params, 'path'),
      ...parameters(querystring, 'query'),
      ...(changes
        ? [
            {
              name: OWN_PAGE_HEADER,
              in: 'header',
              required: true,
              schema: { type: 'string' },
              description: 'Any value: pages of other sites cannot send it.',
            },
          ]
        : []),
    ],
    ...(body instanceof z.ZodType && {
      requestBody: { required: true, content: contentOf(body, 'input', config?.forPrograms) },
    }),
    responses: { ...answers(response), default: ERROR },
  }
}

/** The part of FlowAuth that a route belongs to. */
function tagOf(url: string): string {
  const [, first = '', second = '', third = ''] = url.split('/')
  if (first !== 'api') return 'published'
  return second === 'admin' ? `admin: ${third.replace(/\.csv$/, '')}` : second.replace(/\.json$/, '')
}

function parameters(schema: unknown, where: 'path' | 'query'): JsonObject[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries<z.ZodType>(schema.shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path' || !field.safeParse(undefined).success,
    schema: jsonSchema(field, 'input'),
  }))
}

function answers(response: unknown): JsonObject {
  const schemas = Object.entries<unknown>(Object(response)).flatMap(([status, schema]) =>
    schema instanceof z.ZodType ? [[status, schema] as const] : [],
  )
  const told = schemas.map(([status, schema]) => [
    status,
    {
      description: status === '400' ? 'Refused, in the words of OAuth.' : 'Done.',
      content: contentOf(schema, 'output'),
    },
  ])
  return told.length > 0 ? Object.fromEntries(told) : { '2XX': { description: 'Done.' } }
}

function contentOf(schema: z.ZodType, io: 'input' | 'output', isForm = false): JsonObject {
  return {
    [isForm ? 'application/x-www-form-urlencoded' : 'application/json']: { schema: jsonSchema(schema, io) },
  }
}

/** What JSON Schema cannot say (a check in code) is left out, and still checked. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
