import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, inject, test } from 'vitest'
import { inImage, inspect, run } from './docker.ts'
import { JWT_SECRET_KEY } from './global-setup.ts'
import { compose, containerOf, inContainer, logs, SERVICES, type Service } from './stack.ts'

interface Container {
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean
    readonly CapDrop: readonly string[] | null
    readonly CapAdd: readonly string[] | null
    readonly SecurityOpt: readonly string[] | null
    readonly Memory: number
    readonly PidsLimit: number | null
    readonly LogConfig: { readonly Config: Readonly<Record<string, string>> }
  }
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null>>
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>
  }
}

const stack = inject('stack')

describe.runIf(stack)('a container of the stack', () => {
  if (!stack) return
  const containerFor = async (service: Service | 'secrets') =>
    inspect<Container>(await containerOf(stack, service))

  test.each(SERVICES)('%s runs nothing as root', async service => {
    const top = await run(['docker'], ['top', await containerOf(stack, service), '-eo', 'pid,uid'])
    const users = top
      .trim()
      .split('\n')
      .slice(1)
      .map(line => Number(line.trim().split(/\s+/)[1]))
    expect(users).not.toEqual([])
    expect(users).not.toContain(0)
  })

  test.each([...SERVICES, 'secrets'] as const)('%s can change nothing but its own data', async service => {
    const { HostConfig } = await containerFor(service)
    expect(HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: null,
      SecurityOpt: ['no-new-privileges:true'],
    })
  })

  test.each(SERVICES)('%s cannot write to its root file system, nor to its secrets', async service => {
    const attempt = 'for file in /here /usr/here /run/secrets/here; do touch $file 2>&1; done; true'
    const answers = (await inContainer(stack, service, attempt)).trim().split('\n')
    expect(answers).toEqual(Array(3).fill(expect.stringContaining('Read-only file system')))
  })

  test.each([...SERVICES, 'secrets'] as const)('%s has limits, and a log that is rotated', async service => {
    const { Memory, PidsLimit, LogConfig } = (await containerFor(service)).HostConfig
    expect(Memory).toBeGreaterThan(0)
    expect(PidsLimit).toBeGreaterThan(0)
    expect(LogConfig.Config).toEqual({ 'max-size': '10m', 'max-file': '3' })
  })
})

describe.runIf(stack)('the networks of the stack', () => {
  if (!stack) return
  const addressesOf = async (service: Service) =>
    Object.values((await inspect<Container>(await containerOf(stack, service))).NetworkSettings.Networks).map(
      ({ IPAddress }) => IPAddress,
    )

  test.each([
    ['flowmachine', 'redis', 6379],
    ['flowmachine', 'flowdb', 5432],
    ['flowapi', 'flowmachine', 5555],
    ['flowapi', 'flowdb', 5432],
    ['flowauth', 'flowauth_db', 5432],
    ['flowauth', 'flowapi', 9090],
  ] as const)('let %s reach %s', async (from, to, port) => {
    expect(await inContainer(stack, from, probe(to, port))).toBe('reached\n')
  })

  test('keep FlowAPI from finding Redis by its name', async () => {
    expect(await inContainer(stack, 'flowapi', probe('redis', 6379))).toMatch(/ENOTFOUND|EAI_AGAIN/)
  })

  test.each(['flowapi', 'flowdb', 'flowauth'] as const)('keep %s from Redis by its address', async from => {
    for (const address of await addressesOf('redis'))
      expect(await inContainer(stack, from, probe(address, 6379))).not.toContain('reached')
  })

  test.each([
    ['redis', 6379],
    ['flowdb', 5432],
    ['flowmachine', 5555],
    ['flowauth_db', 5432],
  ] as const)('keep containers of others from %s', async (service, port) => {
    const addresses = await addressesOf(service)
    const answers = await Promise.all(
      addresses.map(address => inImage('node:24-bookworm-slim', probe(address, port))),
    )
    expect(answers).not.toEqual([])
    expect(answers).not.toContain('reached\n')
  })

  test('publish nothing but FlowAPI and FlowAuth, on this machine only', async () => {
    const published = await Promise.all(
      SERVICES.map(async service => {
        const { Ports } = (await inspect<Container>(await containerOf(stack, service))).NetworkSettings
        return Object.entries(Ports).flatMap(([port, bindings]) =>
          (bindings ?? []).map(({ HostIp, HostPort }) => ({ service, port, HostIp, HostPort })),
        )
      }),
    )
    const [flowApi, flowAuth] = [new URL(stack.url).port, new URL(stack.flowAuthUrl).port]
    expect(published.flat()).toEqual([
      { service: 'flowapi', port: '9090/tcp', HostIp: '127.0.0.1', HostPort: flowApi },
      { service: 'flowauth', port: '9091/tcp', HostIp: '127.0.0.1', HostPort: flowAuth },
    ])
    const others = Object.values(networkInterfaces())
      .flatMap(addresses => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const port of [flowApi, flowAuth].map(Number)) {
      expect(await reach('127.0.0.1', port)).toBe('reached')
      for (const { address } of others) expect(await reach(address, port)).not.toBe('reached')
    }
  })
})

describe.runIf(stack)('the secrets of the stack', () => {
  if (!stack) return
  const held = async (service: Service): Promise<Record<string, string>> => {
    const show = 'cd /run/secrets && for name in *; do echo "$name $(cat "$name")"; done'
    const lines = (await inContainer(stack, service, show)).trim().split('\n')
    return Object.fromEntries(lines.map(line => line.split(' ')))
  }

  test('are held by those alone who need them', async () => {
    const names = await Promise.all(SERVICES.map(async service => Object.keys(await held(service))))
    expect(Object.fromEntries(SERVICES.map((service, index) => [service, names[index]]))).toEqual({
      flowdb: ['FLOWAPI_FLOWDB_PASSWORD', 'FLOWMACHINE_FLOWDB_PASSWORD', 'POSTGRES_PASSWORD'],
      redis: ['REDIS_PASSWORD'],
      flowmachine: [
        'FLOWMACHINE_FLOWDB_PASSWORD',
        'FLOWMACHINE_SAMPLING_KEY',
        'FLOWMACHINE_SEAL_KEY',
        'REDIS_PASSWORD',
      ],
      flowapi: ['FLOWAPI_FLOWDB_PASSWORD', 'FLOWMACHINE_SEAL_KEY'],
      flowauth_db: ['FLOWAUTH_DB_PASSWORD'],
      flowauth: ['FLOWAUTH_DB_PASSWORD', 'FLOWAUTH_FERNET_KEY', 'SECRET_KEY'],
    })
  })

  test('are random, and not in any log, nor are tokens and the key that they are signed with', async () => {
    const token = (await compose(stack, ['exec', '-T', 'flowapi', 'flowkit-token'])).trim()
    const answer = await fetch(`${stack.url}/api/0/available_dates?token=${token}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer.status).toBe(200)
    const secrets = (await Promise.all(SERVICES.map(held))).flatMap(each => Object.values(each))
    expect(new Set(secrets).size).toBe(9)
    for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{64}$/)
    const logged = await logs(stack)
    expect(logged).toContain('get_available_dates')
    for (const secret of [...secrets, JWT_SECRET_KEY, token]) expect(logged).not.toContain(secret)
  })

  test('that can be guessed are warned of', async () => {
    const warning = (await logs(stack, 'flowapi')).split('\n').find(line => line.includes('JWT_SECRET_KEY'))
    expect(JSON.parse(warning ?? '')).toMatchObject({
      level: 'warn',
      event: expect.stringContaining('can be guessed'),
    })
  })
})

/** A shell command for a container with Node that says whether a port can be reached, or why not. */
function probe(host: string, port: number): string {
  const program = [
    'const say = word => { console.log(word); process.exit() }',
    `const socket = require('node:net').connect(${port}, '${host}')`,
    "socket.on('connect', () => say('reached')).on('error', error => say(error.code))",
    "setTimeout(say, 1000, 'silence')",
  ].join('; ')
  return `node --eval "${program}"`
}

/** Whether a port can be reached from the machine of the tests, or why not. */
function reach(host: string, port: number): Promise<string> {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: 1_000 })
    const say = (word: string) => {
      socket.destroy()
      resolve(word)
    }
    socket
      .on('connect', () => say('reached'))
      .on('timeout', () => say('silence'))
      .on('error', (error: NodeJS.ErrnoException) => say(error.code ?? error.message))
  })
}
