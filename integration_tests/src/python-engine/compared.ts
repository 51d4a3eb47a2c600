import { createFlowDbOn } from '@flowkit/local-stack/vitest'
import { inject } from 'vitest'
import { gateway } from '../harness/gateway.ts'
import { connectAs, startSystem } from '../harness/system.ts'
import { readDifferences } from './differences.ts'
import { type Answer, answersOfFlowKit, answersOfOurs } from './engines.ts'
import type { ParameterSet } from './sets.ts'
import { judge, type Verdict } from './verdict.ts'

/** What both engines say to the same questions, by the names of the questions. */
export interface Answers {
  readonly theirs: ReadonlyMap<string, Answer>
  readonly ours: ReadonlyMap<string, Answer>
}

/**
 * Asks both engines, each on a FlowDB of its own with the synthetic country as it is: the tests' additions have areas that
 * overlap, where FlowKit's answers are of chance.
 */
export async function answersTo(sets: readonly ParameterSet[]): Promise<Answers> {
  return { theirs: await theirAnswers(sets), ours: await ourAnswers(sets) }
}

async function theirAnswers(sets: readonly ParameterSet[]): Promise<Map<string, Answer>> {
  const flowdb = await createFlowDbOn(inject('flowkit'), { profile: 'test' })
  try {
    const database = connectAs('superuser', flowdb)
    // The library's joins take minutes where the planner knows nothing of the tables.
    await database.query('ANALYZE').finally(() => database.end())
    return await answersOfFlowKit(sets, flowdb, inject('flowkit').redis)
  } finally {
    await flowdb.drop()
  }
}

async function ourAnswers(sets: readonly ParameterSet[]): Promise<Map<string, Answer>> {
  const flowdb = await createFlowDbOn(inject('flowkit'), { profile: 'test' })
  const key = { algorithm: 'RS256', publicKey: inject('keys').publicKey } as const
  const { address, stop } = await startSystem({ name: 'compared', flowdb, key })
  try {
    return await answersOfOurs(sets, address.flowdb, gateway(address.url, inject('token')))
  } finally {
    await stop()
  }
}

/** Judges the answers to questions by the list of differences. */
export function verdictsOn(sets: readonly ParameterSet[], { theirs, ours }: Answers): Verdict[] {
  const differences = readDifferences()
  return sets.map(set => {
    const [left, right] = [theirs.get(set.name), ours.get(set.name)]
    if (!left || !right) throw new Error(`${set.name} was not answered`)
    return judge(set, left, right, differences)
  })
}
