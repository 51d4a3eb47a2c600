import { ask } from './ask.ts'
import type { MachineClient } from './client.ts'

/** The API is described without the newest subsets rather than late. */
const LONGEST_WAIT_MS = 2_000

/** What each FlowMachine has last said. */
const lastSaid = new WeakMap<MachineClient, readonly string[]>()

/** The ids of the subsets that are published; as they were last known where FlowMachine does not answer. */
export async function publishedSubsets(
  machine: MachineClient,
  requestId: string,
): Promise<readonly string[]> {
  const asker = { requestId, identity: undefined, signal: AbortSignal.timeout(LONGEST_WAIT_MS) }
  const answer = await ask(machine, 'get_published_subsets', {}, asker).catch(() => undefined)
  if (answer) lastSaid.set(machine, answer.subsets)
  return lastSaid.get(machine) ?? []
}
