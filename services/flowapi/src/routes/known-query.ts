import { type CanonicalQuery, parseQuery, type QueryState, queryState } from '@flowkit/contract'
import { ApiError } from '../http/errors.ts'
import { type Asker, ask } from '../machine/ask.ts'
import type { MachineClient } from '../machine/client.ts'
import { MachineRefusal } from '../machine/errors.ts'

/**
 * What a query asks, by its id; its scopes follow from that.
 *
 * @throws {ApiError} for an id that FlowMachine does not know.
 */
export async function knownQuery(
  machine: MachineClient,
  queryId: string,
  asker: Asker,
): Promise<CanonicalQuery> {
  const { query_params } = await ask(machine, 'get_query_params', { query_id: queryId }, asker).catch(
    error => {
      throw stateIn(error) === 'awol' ? unknownQuery(error) : error
    },
  )
  const parsed = parseQuery(query_params)
  if (parsed.ok) return parsed.spec
  throw new Error(`FlowMachine holds a query that is none: ${JSON.stringify(parsed.messages)}`)
}

/** The refusal of an id, in FlowMachine's words. */
export function unknownQuery({ message }: MachineRefusal): ApiError {
  return new ApiError('query_unknown', { status: 'awol', msg: message })
}

/** The state of a query for which FlowMachine refused something; undefined where that was not the reason. */
export function stateIn(error: unknown): QueryState | undefined {
  if (!(error instanceof MachineRefusal)) return undefined
  return queryState.safeParse(error.payload.query_state).data
}
