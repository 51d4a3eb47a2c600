import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { createFlowDbOn, type FlowDbOptions, type TestFlowDb } from './flowdb-databases.ts'
import { acquireTestServers, releaseTestServers, type TestServers } from './test-servers.ts'

export { type ChecklistLine, checklistLines, missingTests } from './checklist.ts'
export {
  type Credentials,
  createFlowDbOn,
  type FlowDbOptions,
  type FlowDbProfile,
  type TestFlowDb,
} from './flowdb-databases.ts'
export type { TestServers } from './test-servers.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The private servers of this run. */
    flowkit: TestServers
  }
}

/**
 * The global set-up of a vitest project whose tests need PostgreSQL or Redis: one private server of each for the
 * whole run, however many projects take part in it. Tests find them by `inject('flowkit')`.
 *
 * @returns what vitest calls when the run is over.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('flowkit', await acquireTestServers())
  return releaseTestServers
}

/**
 * Makes a FlowDB of the test's own on the private server of this run. The first one of each profile takes seconds,
 * the others a fraction of one.
 *
 * @example
 * const db = await createFlowDb({ profile: 'test' })
 * afterAll(() => db.drop())
 */
export function createFlowDb(options: FlowDbOptions): Promise<TestFlowDb> {
  return createFlowDbOn(inject('flowkit'), options)
}
