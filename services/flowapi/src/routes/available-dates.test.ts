import { describe, expect, test } from 'vitest'
import { success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const DATES = { calls: ['2016-01-01', '2016-01-02'], sms: ['2016-01-01'], mds: [], topups: [] }
const world = useWorld(() => success(DATES))

describe('available_dates', () => {
  test('is what FlowMachine holds, under a name', async () => {
    const answer = await world.gateway.call('/api/0/available_dates', ['get_available_dates'])
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ available_dates: DATES })
  })

  test('needs its scope', async () => {
    expect((await world.gateway.call('/api/0/available_dates', ['run', 'get_result'])).status).toBe(403)
  })
})
