import { type CanonicalQuery, parseQuery, type QueryState, queryState } from '@flowkit/contract'
import { type Asker, ask } from '../machine/ask.ts'
import type { MachineClient } from '../machine/client.ts'
import { MachineRefusal } from '../machine/errors.ts'
import { Recent } from '../recent.ts'

/** A few kilobytes each. */
const MOST_REMEMBERED = 1_000

/**
 * What queries ask, as each FlowMachine has said. An id is made from what is asked, so that it never asks anything else;
 * whether a query is still known is for FlowMachine to say when something is done with it.
 */
const remembered = new WeakMap<MachineClient, Recent<string, CanonicalQuery>>()

/**
 * What a query asks, by its id; its scopes follow from that.
 *
 * @throws {MachineRefusal} for an id that FlowMachine does not know.
 */
export async function knownQuery(
  machine: MachineClient,
  queryId: string,
  asker: Asker,
): Promise<CanonicalQuery> {
  const queries = remembered.get(machine) ?? new Recent(MOST_REMEMBERED)
  remembered.set(machine, queries)
  const known = queries.get(queryId)
  if (known) return known
  const { query_params } = await ask(machine, 'get_query_params', { query_id: queryId }, asker)
  const parsed = parseQuery(query_params)
  if (parsed.ok) {
    queries.set(queryId, parsed.spec)
    return parsed.spec
  }
  throw new Error(`FlowMachine holds a query that is none: ${JSON.stringify(parsed.messages)}`)
}

/** The state of a query for which FlowMachine refused something; undefined where that was not the reason. */
export function stateIn(error: unknown): QueryState | undefined {
  if (!(error instanceof MachineRefusal)) return undefined
  return queryState.safeParse(error.payload.query_state).data
}
