import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { imageObstacle } from '@flowkit/local-stack'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { run } from './docker.ts'
import { CLIENT_CERTIFICATE, commandsOfGuide, newSwarm, swarmObstacle } from './swarm.ts'

/* The one command of the README, on an engine that is in no swarm yet. */

const COMMAND = 'npx --yes --prefer-offline pnpm@12 run secrets_quickstart'
const NGINX = 'nginx:stable'

const engine = inject('stack') !== undefined
const obstacle = engine ? await swarmObstacle() : undefined
const flowAuthObstacle = engine ? imageObstacle(NGINX) : undefined
if (engine && flowAuthObstacle)
  console.warn(`The test of FlowAuth in a swarm is skipped: ${flowAuthObstacle}.`)

describe.runIf(engine && !obstacle)('pnpm run secrets_quickstart', () => {
  test('ends with a first query that is answered', async () => {
    const swarm = await newSwarm(inject('redisImage'))
    onTestFinished(swarm.remove)
    expectAnswer(await swarm.type(`${COMMAND} -c ${swarm.addition}`))
  })

  test.runIf(!flowAuthObstacle)('does so with FlowAuth, whose pages are there by HTTPS', async () => {
    const swarm = await newSwarm(inject('redisImage'), { flowAuth: true })
    onTestFinished(swarm.remove)
    expectAnswer(await swarm.type(`${COMMAND} --flowauth -c ${swarm.addition}`))
    const authorities = getCACertificates('default')
    onTestFinished(() => setDefaultCACertificates(authorities))
    setDefaultCACertificates([...authorities, readFileSync(CLIENT_CERTIFICATE, 'utf8')])
    const page = await fetch(`https://${swarm.flowAuthAuthority}`)
    expect(await page.text()).toContain('<title>FlowAuth')

    const [, , backUp = '', restore = ''] = commandsOfGuide('Backup and restore')
    const folder = await mkdtemp(join(tmpdir(), 'flowkit-backup-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const type = (commands: string) => run(['bash'], ['-ec', commands], { cwd: folder })
    const [defined = ''] = backUp.split('\n')
    const sql = (statement: string) =>
      type(
        `${defined}\nflowauth_db psql --username flowauth --no-align --tuples-only --command "${statement}"`,
      )
    const users = 'SELECT username, is_admin FROM users'
    const before = await sql(users)
    await type(backUp)
    await sql("UPDATE users SET username = 'somebody else'")
    await type(restore)
    expect(before).toContain('admin|t')
    expect(await sql(users)).toBe(before)
  })
})

/** A district of the test country, and how many people were seen in it: 16 or more. */
const DISTRICT = /^XA(\.\d+){3},(1[6-9]|[2-9]\d|\d{3})$/

/** Whether the first query was answered, with districts that may be told and nothing else. */
function expectAnswer(printed: string): void {
  const rows = printed.split(/\r?\n/).filter(line => line.startsWith('XA.'))
  expect(rows).not.toEqual([])
  expect(rows.filter(row => !DISTRICT.test(row))).toEqual([])
}
