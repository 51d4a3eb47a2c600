import { allScopes, publishedSubsetScope, querySchemas } from '@flowkit/contract'
import type { FastifyInstance, RouteOptions } from 'fastify'
import plugin from 'fastify-plugin'
import { type JsonObject, type Operation, refusal } from './operation.ts'

/** What the document says about this server. */
export interface ServerFacts {
  readonly version: string
  /** What the server calls itself in tokens. */
  readonly audience: string
  /** Whether tokens that FlowAuth has revoked are refused. */
  readonly revocation: boolean
  /** Where it is reached from outside. */
  readonly publicUrl: string
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The OpenAPI document of all routes that have an operation, with a scope for each published subset. */
    openApiDocument: (publishedSubsets: readonly string[]) => OpenApiDocument
  }
}

export type OpenApiDocument = Readonly<Record<string, unknown>>

interface DocumentedRoute {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

/** Collects the operations of the routes that are registered after it. */
export const openApi = plugin<ServerFacts>(async (app: FastifyInstance, facts) => {
  const routes: DocumentedRoute[] = []
  app.addHook('onRoute', ({ url, method, config }: RouteOptions) => {
    const operation = config?.operation
    // The framework adds HEAD to GET by itself.
    if (operation && typeof method === 'string' && method !== 'HEAD')
      routes.push({
        path: url.replace(/:(\w+)(\([^)]*\))?/g, '{$1}'),
        method: method.toLowerCase(),
        operation,
      })
  })
  app.decorate('openApiDocument', subsets => document(routes, facts, subsets))
})

function document(
  routes: readonly DocumentedRoute[],
  facts: ServerFacts,
  publishedSubsets: readonly string[],
): OpenApiDocument {
  return {
    openapi: '3.0.3',
    info: {
      title: 'FlowAPI',
      description: 'FlowKit Analytical API',
      version: facts.version,
      license: { name: 'MPLv2', url: 'https://www.mozilla.org/en-US/MPL/2.0/' },
    },
    servers: [{ url: facts.publicUrl }],
    security: [{ token: [] }],
    paths: pathsOf(routes),
    components: {
      schemas: querySchemas(),
      responses: SHARED_RESPONSES,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          'x-security-scopes': [...allScopes(), ...publishedSubsets.map(publishedSubsetScope)].sort(),
          'x-audience': facts.audience,
          ...(facts.revocation ? { 'x-token-revocation': true } : {}),
        },
      },
    },
  }
}

const SHARED_RESPONSES = {
  Unauthorized: refusal('There is no token, or it has expired or been revoked.', {
    status: 'Error',
    code: 'token_expired',
    msg: 'Token has expired',
  }),
  Forbidden: refusal('No single role of the token grants all that this needs, within its limits.', {
    status: 'Error',
    code: 'scopes_missing',
    msg: 'User claims verification failed',
    payload: { missing_scopes: ['admin3:flows:flows'] },
  }),
  UnusableToken: refusal('The token cannot be accepted.'),
  Failed: refusal('FlowMachine or FlowAPI failed.'),
  Unavailable: {
    ...refusal('FlowMachine or FlowDB does not answer or has too much to do; try again.'),
    headers: { 'Retry-After': { description: 'In how many seconds.', schema: { type: 'integer' } } },
  },
} as const

const shared = (name: keyof typeof SHARED_RESPONSES): JsonObject => ({
  $ref: `#/components/responses/${name}`,
})

function pathsOf(routes: readonly DocumentedRoute[]): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { path, method, operation } of routes) {
    const { parameters = {}, queryParameters = {}, responses, ...rest } = operation
    const described = {
      ...rest,
      parameters: [...parametersIn('path', parameters), ...parametersIn('query', queryParameters)],
      responses: {
        401: shared('Unauthorized'),
        403: shared('Forbidden'),
        422: shared('UnusableToken'),
        500: shared('Failed'),
        503: shared('Unavailable'),
        ...responses,
      },
    }
    paths[path] = { ...paths[path], [method]: described }
  }
  return paths
}

function parametersIn(place: 'path' | 'query', parameters: NonNullable<Operation['parameters']>) {
  return Object.entries(parameters).map(([name, parameter]) => ({
    name,
    in: place,
    required: true,
    ...parameter,
  }))
}
