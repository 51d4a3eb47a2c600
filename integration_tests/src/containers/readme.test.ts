import { readFileSync, utimesSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { bodyOf, gateway } from '../harness/gateway.ts'
import { DAYS } from '../harness/questions.ts'
import { dockerCompose, REPOSITORY, run } from './docker.ts'
import { compose, containers, inContainer, logs, newStack, removeStack, type Stack } from './stack.ts'

/* The lines of the README about containers, as they stand there, one after the other. */

const [bringUp = '', makeToken = '', takeDown = '', make = '', unmake = ''] = linesOfReadme()

describe.runIf(inject('stack'))('the README', () => {
  let stack: Stack
  let programs: string
  beforeAll(async () => {
    stack = await newStack()
    programs = await mkdtemp(join(tmpdir(), 'flowkit-programs-'))
    const [program, ...plugin] = dockerCompose()
    if (plugin.length > 0) {
      const file = join(programs, 'docker-compose')
      await writeFile(file, `#!/bin/sh\nexec ${[program, ...plugin].join(' ')} "$@"\n`)
      await chmod(file, 0o755)
    }
  })
  afterAll(async () => {
    await removeStack(stack)
    await rm(programs, { recursive: true })
  })

  /** Runs a line in the checkout as somebody would type it. */
  const type = (line: string) =>
    run(['sh'], ['-c', `PATH="${programs}${delimiter}$PATH"; ${line}`], { cwd: REPOSITORY, env: stack.env })
  const volumes = () =>
    run(['docker'], ['volume', 'ls', '--quiet', '--filter', `name=${stack.env.COMPOSE_PROJECT_NAME}`])

  test('has five lines about containers', () => {
    expect(linesOfReadme()).toHaveLength(5)
    expect(bringUp).toMatch(/^JWT_SECRET_KEY=<secret> docker-compose up -d\b/)
  })

  test('brings up FlowAPI over FlowDB with test data, with any secret', async () => {
    await type(bringUp.replace('<secret>', "'open-sesame!'"))
    await ready(stack)
  })

  test('makes a token that gives access', async () => {
    const token = await type(makeToken)
    const api = gateway(stack.url, token.trim())
    const { available_dates } = await bodyOf(await api.request('/api/0/available_dates'), 200)
    expect(available_dates).toMatchObject({ calls: DAYS })
  })

  test('takes everything down but the data', async () => {
    await type(takeDown)
    expect(await containers(stack)).toEqual([])
    expect(await volumes()).toContain('flowdb_testdata')
  })

  test('brings up the sources of the checkout by make, with a key of its own', async () => {
    await type(make)
    await ready(stack)
    const token = await compose(stack, ['exec', '-T', 'flowapi', 'flowkit-token'])
    const answer = await gateway(stack.url, token.trim()).request('/api/0/available_dates')
    expect(answer.status).toBe(200)
    const started = await inContainer(stack, 'flowapi', 'tr "\\0" " " </proc/1/cmdline')
    expect(started).toContain('src/main.ts')
  })

  test.each([
    ['flowapi', 'services/flowapi/src/app.ts'],
    ['flowmachine', 'packages/contract/src/index.ts'],
  ] as const)('%s then starts again when %s is saved', async (service, source) => {
    const restarts = async () => (await logs(stack, service)).match(/Restarting/g)?.length ?? 0
    const before = await restarts()
    const now = new Date()
    utimesSync(join(REPOSITORY, source), now, now)
    while ((await restarts()) === before) await sleep(100)
    await ready(stack)
  })

  test('takes everything down by make, with the data', async () => {
    await type(unmake)
    expect(await containers(stack)).toEqual([])
    expect(await volumes()).toBe('')
  })
})

async function ready({ url }: Stack): Promise<void> {
  while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) await sleep(100)
}

/** The commands of the README's block about docker-compose, with the remarks after them. */
function linesOfReadme(): string[] {
  const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```(?:sh)?\n([^`]*)^```$/gm)].map(([, text = '']) => text)
  const block = blocks.find(text => text.includes('docker-compose up')) ?? ''
  return block.split('\n').filter(line => line !== '')
}
