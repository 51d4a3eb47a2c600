import { expect, test } from 'vitest'
import { flowMachinePorts, type Settings } from './config.ts'
import { takenPort } from './supervision.ts'

const SETTINGS: Settings = {
  FLOWKIT_HOME: '/nowhere',
  FLOWKIT_PROFILE: 'test',
  FLOWDB_PORT: 20_001,
  FLOWDB_TIMEZONE: 'UTC',
  REDIS_PORT: 20_002,
  FLOWMACHINE_PORT: 20_010,
  FLOWMACHINE_PROCESSES: 3,
  FLOWAPI_PORT: 20_003,
  FLOWAUTH_PORT: 20_004,
}

test('each further FlowMachine process takes the next port', () => {
  expect(flowMachinePorts(SETTINGS)).toEqual([20_010, 20_011, 20_012])
})

test.for([
  [20_001, 'FLOWDB_PORT'],
  [20_002, 'REDIS_PORT'],
  [20_003, 'FLOWAPI_PORT'],
  [20_004, 'FLOWAUTH_PORT'],
  [20_012, 'FLOWMACHINE_PORT'],
] as const)('when port %i is taken, it is named with the variable %s that moves it', ([port, variable]) => {
  const { message } = takenPort(port, SETTINGS)
  expect(message).toContain(`Port ${port} `)
  expect(message).toContain(`make quickstart ${variable}=`)
})
