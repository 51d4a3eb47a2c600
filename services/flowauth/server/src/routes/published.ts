import { jsonWebKeySetOf, publicPem } from '@flowkit/tokens'
import type { FastifyPluginAsync } from 'fastify'
import type { Services } from './services.ts'

/** What every FlowAPI may read, and anybody else: public keys, and which tokens have been revoked. */
export const publishedRoutes: FastifyPluginAsync<Services> = async (app, { tokenKeys, revocationLists }) => {
  app.get('/.well-known/jwks.json', { config: { public: true } }, async (_request, reply) =>
    reply.type('application/jwk-set+json').send(JSON.stringify(jsonWebKeySetOf(await tokenKeys.published()))),
  )

  app.get('/.well-known/token-keys.pem', { config: { public: true } }, async (_request, reply) =>
    reply.type('application/x-pem-file').send((await tokenKeys.published()).map(publicPem).join('')),
  )

  app.get('/revocations', { config: { public: true } }, async (_request, reply) =>
    reply.type('application/jwt').send(await revocationLists.current()),
  )
}
