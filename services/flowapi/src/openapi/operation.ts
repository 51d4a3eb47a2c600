/** A JSON value of an OpenAPI document; which ones are allowed where is checked by a test of the whole document. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** Parameters of an address, by name. */
type Parameters = Readonly<
  Record<
    string,
    {
      readonly description: string
      readonly schema: JsonObject
      readonly example?: Json
      readonly required?: boolean
    }
  >
>

/** What the OpenAPI document says about a route. Its path, parameters in it and security come from the route. */
export interface Operation {
  /** As FlowKit names it: blueprint, function, method. */
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  /** The parameters in the path, by name. */
  readonly parameters?: Parameters
  /** The parameters after the question mark, by name; required unless they say otherwise. */
  readonly queryParameters?: Parameters
  readonly requestBody?: JsonObject
  /** By status. The refusals that every route shares are added. */
  readonly responses: Readonly<Record<string, JsonObject>>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Routes that have none are not part of the API's document. */
    operation?: Operation
  }
}

/** A response with a body of one type, and what one may look like. */
export function response(
  description: string,
  contentType: string,
  schema: JsonObject,
  example?: Json,
): JsonObject {
  return {
    description,
    content: { [contentType]: { schema, ...(example === undefined ? {} : { example }) } },
  }
}

/** A response with a JSON body, and what one may look like. */
export function jsonResponse(description: string, schema: JsonObject, example?: Json): JsonObject {
  return response(description, 'application/json', schema, example)
}

/** A refusal that has nothing beside its words. */
export function refusal(description: string, example?: JsonObject): JsonObject {
  return jsonResponse(description, ERROR_SCHEMA, example)
}

/** The body of every refusal. */
export const ERROR_SCHEMA: JsonObject = {
  type: 'object',
  required: ['status', 'msg'],
  properties: {
    status: { type: 'string', description: 'Error, or the state of the query where that is the reason.' },
    code: { type: 'string', description: 'Which refusal it is, for programs.' },
    msg: { type: 'string', description: 'What is wrong, for people.' },
    payload: { type: 'object', description: 'Details, e.g. validation_error_messages or missing_scopes.' },
  },
}

/** How far a query has come. */
export const PROGRESS_SCHEMA: JsonObject = {
  type: 'object',
  required: ['eligible', 'queued', 'running'],
  description:
    'How many parts of the query, itself included, have still to be computed: in all, waiting, running.',
  properties: { eligible: { type: 'integer' }, queued: { type: 'integer' }, running: { type: 'integer' } },
}

/** The parameter of every route that is about one query. */
export const QUERY_ID = {
  query_id: { description: 'The id that the query was given when it was run.', schema: { type: 'string' } },
} as const
