import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { gateway, rowsOf } from '../harness/gateway.ts'
import { DAYS, dailyLocation, spatialAggregate } from '../harness/questions.ts'
import { inspect, run } from './docker.ts'
import { compose, containerOf, inContainer, SERVICES } from './stack.ts'

interface Container {
  readonly RestartCount: number
  readonly State: { readonly Pid: number; readonly Running: boolean }
}

const stack = inject('stack')
const redisImage = inject('redisImage')

/** Kills the first process of a container from outside, as a crash or the kernel would: the engine isn't told. */
async function kill(id: string): Promise<void> {
  const { Pid } = (await inspect<Container>(id)).State
  const asRootOfTheMachine = ['--rm', '--pid=host', '--user=0', '--entrypoint=sh', redisImage]
  await run(['docker'], ['run', ...asRootOfTheMachine, '-c', `kill -KILL ${Pid}`])
}

describe.runIf(stack)('a container that is killed', () => {
  if (!stack) return
  let token: string
  beforeAll(async () => {
    token = (await compose(stack, ['exec', '-T', 'flowapi', 'flowkit-token'])).trim()
  })

  test.each(SERVICES.map((service, index) => ({ service, day: DAYS[index] ?? '' })))(
    '$service comes back, and queries are answered again',
    async ({ service, day }) => {
      const id = await containerOf(stack, service)
      const { RestartCount } = await inspect<Container>(id)
      await kill(id)
      await until(async () => {
        const { RestartCount: now, State } = await inspect<Container>(id)
        return now > RestartCount && State.Running
      })
      for (const url of [stack.url, stack.flowAuthUrl])
        await until(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok ?? false)
      const rows = await rowsOf(gateway(stack.url, token), spatialAggregate(dailyLocation(day)))
      expect(rows).not.toEqual([])
    },
  )

  test('has lost none of the data', async () => {
    const status = JSON.parse(await inContainer(stack, 'flowdb', 'flowdb status --json'))
    expect(status.events.calls.map(({ day }: { day: string }) => day)).toEqual(DAYS)
  })
})

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(250)
}
