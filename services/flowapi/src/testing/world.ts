import { afterAll, beforeAll } from 'vitest'
import { createReleasedDatabase, type ReleasedDatabase } from './flowdb.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Script, ScriptedMachine } from './scripted-machine.ts'

/** A gateway before a scripted FlowMachine and a real FlowDB. */
export interface World {
  readonly machine: ScriptedMachine
  readonly database: ReleasedDatabase
  readonly gateway: TestGateway
}

/**
 * A world for the tests of one file, which lasts as long as they do.
 *
 * @param script What FlowMachine does until a test gives it another script.
 */
export function useWorld(script: Script): World {
  const machine = new ScriptedMachine(script)
  let database: ReleasedDatabase | undefined
  let gateway: TestGateway | undefined
  beforeAll(async () => {
    database = await createReleasedDatabase()
    gateway = await startGateway({ machines: [await machine.listen()], database: database.reader })
  })
  afterAll(async () => {
    await gateway?.close()
    await machine.close()
    await database?.close()
  })
  return {
    machine,
    get database() {
      return started(database)
    },
    get gateway() {
      return started(gateway)
    },
  }
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The world begins with the first test')
  return part
}
