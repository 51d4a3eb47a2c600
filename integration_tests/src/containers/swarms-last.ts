import { BaseSequencer, type TestSpecification } from 'vitest/node'

const SWARMS = /\/containers\/(swarm|secrets-quickstart)\.test\.ts$/

/** Has the tests of swarms come after all others: an engine that leaves a swarm takes the ports of other containers along. */
export class SwarmsLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isSwarm = ({ moduleId }: TestSpecification) => SWARMS.test(moduleId)
    return [...sorted.filter(file => !isSwarm(file)), ...sorted.filter(isSwarm)]
  }
}
