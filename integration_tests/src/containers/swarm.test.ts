import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { imageObstacle } from '@flowkit/local-stack'
import { type Client, Connection, connect, Unauthorised } from 'flowclient'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { askByPythonClient } from '../clients/python.ts'
import { PYTHON_INSTALLATION_MS } from '../harness/python.ts'
import { DAYS, dailyLocation, flows, spatialAggregate, uniqueSubscriberCounts } from '../harness/questions.ts'
import { inspect, REPOSITORY, run } from './docker.ts'
import { NGINX, startProxy } from './proxy.ts'
import { TAG } from './stack.ts'
import {
  CLIENT_CERTIFICATE,
  commandsOfGuide,
  isReady,
  loseData,
  nameOf,
  newSwarm,
  SWARM_SERVICES,
  type Swarm,
  type SwarmService,
  swarmContainer,
  swarmLinesOfReadme,
  swarmObstacle,
  tokenFrom,
} from './swarm.ts'

/* The README's lines about production, as they stand there, and what an operator does afterwards. */

interface Container {
  readonly Config: { readonly Env: readonly string[]; readonly Cmd: readonly string[] | null }
  readonly HostConfig: { readonly ReadonlyRootfs: boolean; readonly CapDrop: readonly string[] | null }
}

const engine = inject('stack') !== undefined
const obstacle = engine ? await swarmObstacle() : undefined
const proxyObstacle = engine ? imageObstacle(NGINX) : undefined
if (obstacle) console.warn(`The tests of swarms are skipped: ${obstacle}.`)

describe.runIf(engine && !obstacle)('the stack of the README', () => {
  let swarm: Swarm
  let client: Client
  const authorities = getCACertificates('default')

  beforeAll(async () => {
    swarm = await newSwarm(inject('redisImage'))
    for (const line of swarmLinesOfReadme()) await swarm.type(line)
    setDefaultCACertificates([...authorities, readFileSync(CLIENT_CERTIFICATE, 'utf8')])
    await ready()
    // As `flowdb ingest` does after each day.
    const check = 'SELECT etl.check_day(event_type, day, table_name::regclass) FROM etl.sealed_days'
    const psql = ['psql', '--username', 'flowdb', '--command', check]
    await run(['docker'], ['exec', await swarmContainer('flowdb'), ...psql])
    client = connect({ url: `https://${swarm.authority}`, token: await tokenFrom() })
  })
  afterAll(async () => {
    setDefaultCACertificates(authorities)
    await swarm.remove()
  })

  async function ready(): Promise<void> {
    while (!(await isReady(swarm))) await sleep(250)
  }

  async function rowsOf(spec: Parameters<Client['run']>[0]): Promise<Record<string, unknown>[]> {
    const rows = []
    for await (const row of (await client.run(spec)).rows()) rows.push(row)
    return rows
  }

  test('answers our client by HTTPS', async () => {
    expect(await client.availableDates()).toMatchObject({ calls: DAYS })
    const [{ value } = {}] = await rowsOf(uniqueSubscriberCounts({ aggregation_unit: 'admin0' }))
    // The test country has 1,000 subscribers, nearly all of whom are seen in a week.
    expect(Number(value)).toBeGreaterThan(900)
  })

  test(
    "answers Python's client that is given the certificate",
    async () => {
      const heard = await askByPythonClient({
        FLOWAPI_URL: `https://${swarm.authority}`,
        FLOWAPI_TOKEN: await tokenFrom(),
        GUEST_TOKEN: await tokenFrom(['--role', 'guest=get_available_dates']),
        FLOWAPI_CERTIFICATE: CLIENT_CERTIFICATE,
      })
      expect(heard).toMatchObject({ user: 'analyst', status_after: 'completed' })
    },
    PYTHON_INSTALLATION_MS,
  )

  test('answers nobody by HTTP', async () => {
    await expect(fetch(`http://${swarm.authority}/healthz`)).rejects.toThrow('fetch failed')
  })

  test.each(SWARM_SERVICES)(
    'gives %s no secret in a variable or an argument, and little else',
    async service => {
      const id = await swarmContainer(service)
      const { Config, HostConfig } = await inspect<Container>(id)
      const files = 'cat /run/secrets/*PASSWORD /run/secrets/JWT_SECRET_KEY /generated/* 2>/dev/null; true'
      const secrets = (await run(['docker'], ['exec', id, 'sh', '-c', files])).match(/[\w+/=]{20,}/g) ?? []
      expect(secrets).not.toEqual([])
      const seen = JSON.stringify(Config)
      for (const secret of secrets) expect(seen).not.toContain(secret)
      expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'] })
    },
  )

  test('encrypts what FlowAPI and FlowMachine say to each other', async () => {
    const log = await run(['docker'], ['logs', await swarmContainer('flowmachine')])
    expect(log).toContain('"encrypted":true')
  })

  test('answers as the README connects to it', async () => {
    const [, url = '', path = ''] =
      /new Connection\('([^']*)', 'JWT_STRING', '([^']*)'\)/.exec(
        readFileSync(join(REPOSITORY, 'README.md'), 'utf8'),
      ) ?? []
    const at = url.replace('localhost:9090', swarm.authority)
    const connection = new Connection(at, await tokenFrom(), join(REPOSITORY, path))
    expect(await connection.availableDates()).toMatchObject({ calls: DAYS })
  })

  test.runIf(!proxyObstacle)(
    "is reached through the guide's reverse proxy, with a token of nearly 64 kB",
    async () => {
      const proxy = await startProxy()
      onTestFinished(proxy.stop)
      const ask = (authorization: string) =>
        fetch(`https://${proxy.authority}/api/0/available_dates`, { headers: { authorization } })
      expect(await (await ask(`Bearer ${await tokenFrom()}`)).json()).toMatchObject({
        available_dates: { calls: DAYS },
      })
      const refused = await ask(`Bearer ${'x'.repeat(60_000)}`)
      expect(refused.status).toBe(422)
      expect(refused.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  test('takes another image of FlowMachine while queries run, and none is lost', async () => {
    const pairs = DAYS.flatMap(from => DAYS.filter(to => to > from).map(to => flowsBetween(from, to)))
    const answers: Promise<unknown[]>[] = []
    const image = `flowkit-ts/flowmachine:${TAG}`
    await run(['docker'], ['tag', image, `${image}-next`])
    const before = await swarmContainer('flowmachine')
    let updating = true
    const update = updateService('flowmachine', ['--image', `${image}-next`]).finally(() => {
      updating = false
    })
    for (let asked = 0; updating || asked < pairs.length; asked += 1) {
      answers.push(rowsOf(pairs[asked % pairs.length] ?? flowsBetween('2016-01-01', '2016-01-02')))
      await sleep(250)
    }
    await update
    expect(await swarmContainer('flowmachine')).not.toBe(before)
    const answered = (await Promise.all(answers)).filter(rows => rows.length > 0)
    expect(answered).toHaveLength(answers.length)
  })

  test('is restored when its data are lost, without whom has opted out since the backup', async () => {
    const [backUp = '', restore = ''] = commandsOfGuide('Backup and restore')
    const folder = await mkdtemp(join(tmpdir(), 'flowkit-backup-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const type = (commands: string) => run(['bash'], ['-ec', commands], { cwd: folder })
    const located = dailyLocation('2016-01-01', { aggregation_unit: 'admin0' })
    const people = async () => Number((await rowsOf(spatialAggregate(located)))[0]?.value)
    const before = await people()

    await type(backUp)
    const somebody = await run(
      ['docker'],
      [
        'exec',
        await swarmContainer('flowdb'),
        'psql',
        '--username',
        'flowdb',
        '--no-align',
        '--tuples-only',
        '--command',
        SOMEBODY_OF_THAT_DAY,
      ],
    )
    const [defined = ''] = backUp.split('\n')
    await type(
      `${defined}\necho ${somebody.trim()} | flowdb opt-out add --already-hashed -\nflowdb opt-out list >opt-outs.txt`,
    )

    await loseData()
    await swarm.type(swarmLinesOfReadme().find(line => line.includes('stack deploy')) ?? '')
    await ready()
    await type(restore)
    client = connect({ url: `https://${swarm.authority}`, token: await tokenFrom() })
    expect(await people()).toBe(before - 1)
  }, 300_000)

  test('takes another password for FlowMachine, FlowDB first', async () => {
    await swarm.type('openssl rand -base64 16 | docker secret create FM_DB_PASS.2 -')
    for (const [service, uid] of [
      ['flowdb', 999],
      ['flowmachine', 1000],
    ] as const) {
      const mounted = `source=FM_DB_PASS.2,target=FLOWMACHINE_FLOWDB_PASSWORD,uid=${uid},mode=0400`
      await updateService(service, ['--secret-rm', 'FM_DB_PASS', '--secret-add', mounted])
    }
    await ready()
    expect(await rowsOf(uniqueSubscriberCounts({ aggregation_unit: 'admin1' }))).not.toEqual([])
  })

  test('takes another key of tokens, and tokens of the earlier one no longer', async () => {
    await swarm.type('openssl rand -base64 48 | docker secret create JWT_SECRET_KEY.2 -')
    const mounted = 'source=JWT_SECRET_KEY.2,target=JWT_SECRET_KEY,uid=1000,mode=0400'
    // On ports of the machine itself there is no room for two at a time.
    const order = ['--update-order', 'stop-first']
    await updateService('flowapi', [...order, '--secret-rm', 'JWT_SECRET_KEY', '--secret-add', mounted])
    await ready()
    await expect(client.availableDates()).rejects.toThrow(Unauthorised)
    const next = connect({ url: `https://${swarm.authority}`, token: await tokenFrom() })
    expect(await next.availableDates()).toMatchObject({ calls: DAYS })
  })
})

/** The pseudonym of one who was at a place that is known, as digits. */
const SOMEBODY_OF_THAT_DAY = `
  SELECT encode(msisdn, 'hex') FROM events.calls JOIN infrastructure.cells ON cells.id = location_id
  WHERE datetime >= '2016-01-01' AND datetime < '2016-01-02' LIMIT 1`

const flowsBetween = (from: string, to: string) => flows(dailyLocation(from), dailyLocation(to))

/** Changes a service, and waits until that is done. */
function updateService(service: SwarmService, changes: readonly string[]): Promise<string> {
  return run(['docker'], ['service', 'update', '--detach=false', '--quiet', ...changes, nameOf(service)])
}
