import fastify from 'fastify'
import { z } from 'zod'
import { allRoutes } from '../routes/index.ts'
import type { Services } from '../routes/services.ts'

/** A route, as the list of routes has it. */
export interface ListedRoute {
  readonly method: string
  readonly url: string
  /** Whether anybody may use it. */
  readonly open: boolean
  readonly forPrograms: boolean
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
    const [open, forPrograms] = [config?.public === true, config?.forPrograms === true]
    for (const each of [method].flat()) found.push({ method: each, url, open, forPrograms, body, bodyLimit })
  })
  for (const route of allRoutes) await catalogue.register(route, {} as Services)
  return found
}
