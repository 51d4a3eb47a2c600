import fastify from 'fastify'
import { z } from 'zod'
import { ADMIN_PREFIX } from '../http/authentication.ts'
import { allRoutes } from '../routes/index.ts'
import type { Services } from '../routes/services.ts'

/** A route, as the list of routes has it. */
export interface ListedRoute {
  readonly method: string
  readonly url: string
  /** Whether anybody may use it. */
  readonly open: boolean
  readonly forPrograms: boolean
  /** Whether it needs a password that was just given. */
  readonly fresh: boolean
  /** What its body must be; undefined where it takes none. */
  readonly body: z.ZodType | undefined
  /** How many bytes its body may have; undefined for as many as any. */
  readonly bodyLimit: number | undefined
}

/** Every route of FlowAuth: a new one is tested without being named in a test. */
export async function listRoutes(): Promise<readonly ListedRoute[]> {
  const found: ListedRoute[] = []
  const catalogue = fastify()
  catalogue.addHook('onRoute', ({ method, url, config, schema, bodyLimit }) => {
    const body = schema?.body instanceof z.ZodType ? schema.body : undefined
    const { public: open = false, forPrograms = false, fresh = url.startsWith(ADMIN_PREFIX) } = config ?? {}
    for (const each of [method].flat())
      found.push({ method: each, url, open, forPrograms, fresh, body, bodyLimit })
  })
  for (const route of allRoutes) await catalogue.register(route, {} as Services)
  return found
}
