import { beforeEach, describe, expect, test } from 'vitest'
import { startGateway } from '../testing/gateway.ts'
import { type Script, ScriptedMachine, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const answers: Script = () => success({}, 'pong')
const world = useWorld(answers)
beforeEach(() => {
  world.machine.script = answers
  world.machine.requests.length = 0
})

describe('health', () => {
  test('is told to anybody, whatever the others do', async () => {
    world.machine.script = () => 'silence'
    const answer = await fetch(`${world.gateway.url}/healthz`)
    expect(answer.status).toBe(200)
    expect(world.machine.requests).toEqual([])
  })

  test('and readiness too, when FlowMachine and FlowDB answer', async () => {
    const answer = await fetch(`${world.gateway.url}/readyz`)
    expect(answer.status).toBe(200)
    expect(world.machine.asked('ping')).toHaveLength(1)
  })

  test('is not readiness: what does not answer is named', async () => {
    const gone = new ScriptedMachine(answers)
    const address = await gone.listen()
    await gone.close()
    const alone = await startGateway({ machines: [address], database: world.database.reader })
    try {
      const answer = await fetch(`${alone.url}/readyz`)
      expect(answer.status).toBe(503)
      expect(await answer.json()).toEqual({
        status: 'Error',
        code: 'not_ready',
        msg: 'Not ready: no answer from flowmachine',
        payload: { missing: ['flowmachine'] },
      })
    } finally {
      await alone.close()
    }
  })
})

test('the root answers nothing, to anybody', async () => {
  const answer = await fetch(world.gateway.url)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('')
})
