import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { imageObstacle } from '@flowkit/local-stack'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { run } from './docker.ts'
import { NGINX } from './proxy.ts'
import { CLIENT_CERTIFICATE, commandsOfGuide, newSwarm, swarmContainer, swarmObstacle } from './swarm.ts'

/* The one command of the README, on an engine that is in no swarm yet. */

const COMMAND = 'npx --yes --prefer-offline pnpm@12 run secrets_quickstart'

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

  test.runIf(!flowAuthObstacle)(
    'does so with FlowAuth and every other option, encrypted throughout',
    async () => {
      const swarm = await newSwarm(inject('redisImage'), { flowAuth: true })
      onTestFinished(swarm.remove)
      expectAnswer(await swarm.type(`${COMMAND} --flowauth --redis --tls -c ${swarm.addition}`))
      expect(await encryptionOf('flowdb', 'flowdb')).toEqual(['t'])
      expect(await encryptionOf('flowauth_db', 'flowauth')).toEqual(['t'])
      const plain = run(['docker'], ['exec', await swarmContainer('redis'), 'redis-cli', '-e', 'ping'])
      await expect(plain).rejects.toThrow(/closed the connection|reset by peer/)
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
      await sql("UPDATE users SET username = 'somebody else'; CREATE TABLE of_a_newer_version ()")
      await type(restore)
      expect(before).toContain('admin|t')
      expect(await sql(users)).toBe(before)
      expect(await sql("SELECT to_regclass('of_a_newer_version') IS NULL")).toBe('t\n')

      await type(commandsOfGuide('Secrets').find(block => block.includes('FLOWAUTH_DB_PASSWORD.2')) ?? '')
      expect((await fetch(`https://${swarm.flowAuthAuthority}/readyz`)).status).toBe(200)
    },
  )
})

/** Whether connections that services have to a database are encrypted: each answer that there is. */
async function encryptionOf(service: 'flowdb' | 'flowauth_db', user: string): Promise<string[]> {
  const question =
    'SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE client_addr IS NOT NULL'
  const psql = ['psql', '--username', user, '--no-align', '--tuples-only', '--command', question]
  const answers = await run(['docker'], ['exec', await swarmContainer(service), ...psql])
  return answers.trim().split('\n')
}

/** A district of the test country, and how many people were seen in it: 16 or more. */
const DISTRICT = /^XA(\.\d+){3},(1[6-9]|[2-9]\d|\d{3})$/

/** Whether the first query was answered, with districts that may be told and nothing else. */
function expectAnswer(printed: string): void {
  const rows = printed.split(/\r?\n/).filter(line => line.startsWith('XA.'))
  expect(rows).not.toEqual([])
  expect(rows.filter(row => !DISTRICT.test(row))).toEqual([])
}
