import type { FastifyInstance, RouteOptions } from 'fastify'
import { ApiError } from './errors.ts'

/** Answers 405 instead of 404 where an address exists, but not for the method that was used. */
export class OtherMethods {
  readonly #methods = new Map<string, Set<string>>()

  /** Looks on as routes are registered. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, method }: RouteOptions) => {
      const known = this.#methods.get(url) ?? new Set()
      for (const each of [method].flat()) known.add(each)
      this.#methods.set(url, known)
    })
  }

  /** Registers the methods that no route has taken. */
  refuse(app: FastifyInstance): void {
    for (const [url, known] of [...this.#methods]) {
      const allowed = [...known].sort().join(', ')
      app.route({
        url,
        method: app.supportedMethods.filter(method => !known.has(method)),
        config: { public: true },
        onRequest: async (_request, reply) => {
          reply.header('allow', allowed)
          throw new ApiError('method_not_allowed')
        },
        handler: () => {},
      })
    }
  }
}
