import type { FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { ApiError } from '../http/errors.ts'
import type { Asker } from '../machine/ask.ts'
import type { Revocations } from './revocations.ts'
import { VerifiedTokens } from './verified-tokens.ts'
import type { Caller, TokenRules } from './verify-token.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null on routes that are open to anybody. */
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** Open to anybody: every other route needs a token. */
    public?: boolean
  }
}

interface AuthenticationParts {
  readonly rules: TokenRules
  readonly revocations: Revocations | undefined
}

/** Lets nobody in without a good token, except to routes that say that they are public. */
export const authentication = plugin<AuthenticationParts>(async (app, { rules, revocations }) => {
  const tokens = new VerifiedTokens(rules)
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || request.routeOptions.config.public) return
    const caller = await tokens.callerOf(bearerToken(request.headers.authorization))
    // At each request, however good the token was before.
    revocations?.assertNotRevoked(caller.identity.token_id)
    request.caller = caller
    request.log = request.log.child({ user: request.caller.identity.subject })
    reply.log = request.log
  })
})

/** Who calls a route that needs a token. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('A public route has no caller')
  return request.caller
}

/** On whose behalf, and for which request, FlowMachine is asked. */
export function askerOf(request: FastifyRequest): Asker {
  const { identity } = callerOf(request)
  return { identity, requestId: request.id, signal: request.callerLeft }
}

function bearerToken(header: string | undefined): string {
  if (header === undefined) throw new ApiError('token_missing')
  const [, token] = /^Bearer +(\S+) *$/i.exec(header) ?? []
  if (token === undefined) throw new ApiError('token_header_malformed')
  return token
}
