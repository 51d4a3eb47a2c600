import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { inImage } from './docker.ts'
import { compose, containers, inContainer, newStack, removeStack, type Stack, TAG } from './stack.ts'

const JWT_SECRET_KEY = 'for-this-test'

describe.runIf(inject('stack'))('docker-compose up', () => {
  let stack: Stack
  beforeEach(async () => {
    stack = await newStack()
  })
  afterEach(() => removeStack(stack))

  const status = async () => JSON.parse(await inContainer(stack, 'flowdb', 'flowdb status --json'))

  test('refuses in words to start without the key of tokens, and needs it for nothing else', async () => {
    await expect(compose(stack, ['up', '--detach'])).rejects.toThrow(
      'JWT_SECRET_KEY must be set, to the secret that tokens are signed with.',
    )
    expect(await containers(stack)).toEqual([])
    await compose(stack, ['ps'])
    await compose(stack, ['down'])
  })

  test('makes a database without data where that is wanted', async () => {
    await compose(stack, ['up', '--detach', 'flowdb'], { additions: ['empty'], env: { JWT_SECRET_KEY } })
    await healthy(stack)
    expect(await status()).toMatchObject({ timezone: 'UTC', migrations: { pending: [] }, events: {} })
  })

  test('makes a country of the parameters that are given, in the time zone that is given', async () => {
    const env = {
      JWT_SECRET_KEY,
      FLOWDB_TIMEZONE: 'Asia/Kathmandu',
      SYNTHETIC_PROFILE: 'test',
      SYNTHETIC_START_DATE: '2020-02-28',
      SYNTHETIC_DAYS: '2',
      SYNTHETIC_MDS_PER_DAY: '0',
    }
    await compose(stack, ['up', '--detach', 'flowdb'], { additions: ['syntheticdata'], env })
    await healthy(stack)
    const { timezone, events } = await status()
    expect(timezone).toBe('Asia/Kathmandu')
    expect(events.calls.map(({ day }: { day: string }) => day)).toEqual(['2020-02-28', '2020-02-29'])
    expect(events.calls[0].rows).toBeGreaterThan(0)
    expect(events.mds?.[0]?.rows ?? 0).toBe(0)
  })
})

describe.runIf(inject('stack'))('docker-compose-syntheticdata.yml', () => {
  test('passes on every parameter that a country has', async () => {
    const help = await inImage(`flowkit-ts/flowdb:${TAG}`, 'flowdb synthesize --help')
    const options = [...help.matchAll(/^ +--([a-z0-9-]+)/gm)].map(([, option = '']) => option)
    const variables = options.map(option => `SYNTHETIC_${option.toUpperCase().replaceAll('-', '_')}`)
    const config = await compose(await newStack(), ['config'], { additions: ['syntheticdata'] })
    const passed = [...config.matchAll(/SYNTHETIC_[A-Z0-9_]+/g)].map(([name]) => name)
    expect(options.length).toBeGreaterThan(20)
    expect(new Set(passed)).toEqual(new Set(variables))
  })
})

async function healthy(stack: Stack): Promise<void> {
  while (!(await inContainer(stack, 'flowdb', 'flowdb-health || echo ill').then(said => said === '')))
    await sleep(250)
}
