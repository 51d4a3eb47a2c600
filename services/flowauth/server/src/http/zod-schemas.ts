import type { IncomingMessage, ServerResponse } from 'node:http'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyPluginAsync,
  FastifyTypeProvider,
  RawServerDefault,
} from 'fastify'
import plugin from 'fastify-plugin'
import type { z } from 'zod'

/** Handlers get what their schemas make of a request, and must return what the schema of the answer takes. */
export interface ZodTypes extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown
  serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown
}

/** An app whose routes have zod schemas. */
export type ZodApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypes
>

/** A plugin of routes that have zod schemas. */
export function routes<Options extends object>(
  register: (app: ZodApp, options: Options) => void,
): FastifyPluginAsync<Options> {
  return async (app, options) => register(app.withTypeProvider<ZodTypes>(), options)
}

/**
 * Checks what comes in and what goes out by zod schemas. An answer has the fields of its schema and no others: what a
 * handler returns beside them stays here.
 */
export const zodSchemas = plugin(async app => {
  app.setValidatorCompiler<z.ZodType>(({ schema }) => data => {
    const parsed = schema.safeParse(data)
    if (parsed.success) return { value: parsed.data }
    const faults = parsed.error.issues.map(({ path, message }) => ({
      instancePath: path.join('.'),
      message,
      keyword: '',
      schemaPath: '',
      params: {},
    }))
    return { error: faults }
  })
  app.setSerializerCompiler<z.ZodType>(
    ({ schema }) =>
      data =>
        JSON.stringify(schema.parse(data)),
  )
})
