import { type CanonicalQuery, parseQuery, type ValidationMessages } from '@flowkit/contract'
import { z } from 'zod'
import { TooManyQueries } from '../../execution/ask.ts'
import { InvalidQuery } from '../../execution/preflight.ts'
import { ActionError } from '../reply.ts'

/** The parameters of actions that take a whole query: whatever they are, they are validated as one. */
export const anyQuery = z.record(z.string(), z.unknown())

/** The canonical form of a query. @throws {ActionError} with the messages by field. */
export function validated(params: Readonly<Record<string, unknown>>): CanonicalQuery {
  const parsed = parseQuery(params)
  if (parsed.ok) return parsed.spec
  throw invalid(params, parsed.messages)
}

/** Why a query was not accepted, for whoever asked; what has another reason stays as it is. */
export function refusalOf(params: unknown, error: unknown): unknown {
  if (error instanceof InvalidQuery) return invalid(params, error.messages)
  if (error instanceof TooManyQueries) return new ActionError(error.message, { too_many_queries: true })
  return error
}

/** The answer to a query that is not one, as FlowKit words it. */
function invalid(params: unknown, messages: ValidationMessages): ActionError {
  return new ActionError(
    `Parameter validation failed. The messages are: ${JSON.stringify(messages, null, 2)}`,
    {
      params,
      validation_error_messages: messages,
    },
  )
}
