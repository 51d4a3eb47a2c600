import { freePort, makeServerCertificate, type PrivateRedis, startRedis } from '@flowkit/local-stack'
import { createLogger } from '@flowkit/service'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { Wakeup } from './wakeup.ts'

const own = makeServerCertificate(['redis', 'nobody'])
const another = makeServerCertificate(['redis', 'nobody'])
const misnamed = makeServerCertificate(['redis', 'nobody'], 'DNS:elsewhere.example')
let redis: PrivateRedis
let tlsPort: number
let misnamedPort: number
const servers: PrivateRedis[] = []
beforeAll(async () => {
  tlsPort = await freePort()
  misnamedPort = await freePort()
  const start = async (port: number, { certificate, key }: typeof own) => {
    const server = await startRedis({
      settings: {
        'tls-port': String(port),
        'tls-cert-file': certificate,
        'tls-key-file': key,
        'tls-auth-clients': 'no',
      },
    })
    servers.push(server)
    return server
  }
  redis = await start(tlsPort, own)
  await start(misnamedPort, misnamed)
})
afterAll(async () => {
  for (const server of servers) await server.stop()
  for (const each of [own, another, misnamed]) each.remove()
})

/** Connects to Redis, and keeps what is logged of it. */
async function connect(port: number, caPath?: string, password = redis.password) {
  const lines: string[] = []
  const log = createLogger('test', 'warn', { write: (line: string) => lines.push(line) })
  const wakeup = await Wakeup.connect({ host: redis.host, port, password, caPath }, log)
  onTestFinished(() => wakeup.close())
  return { wakeup, lines }
}

/** Whether one process wakes another that waits for up to ten seconds. */
async function wakes(one: Wakeup, other: Wakeup): Promise<boolean> {
  const limit = AbortSignal.timeout(10_000)
  const waiting = other.wait(60_000, limit)
  const calling = setInterval(() => one.notify(), 20)
  await waiting
  clearInterval(calling)
  return !limit.aborted
}

test('one process wakes another, over connections that are encrypted as over plain ones', async () => {
  const [plain, encrypted] = [await connect(redis.port), await connect(tlsPort, own.certificate)]
  expect(await wakes(plain.wakeup, encrypted.wakeup)).toBe(true)
  expect(await wakes(encrypted.wakeup, plain.wakeup)).toBe(true)
  expect([...plain.lines, ...encrypted.lines]).toEqual([])
})

test.each([
  ['another authority vouches for', () => connect(tlsPort, another.certificate), /self-signed certificate/],
  [
    'has a certificate for another name',
    () => connect(misnamedPort, misnamed.certificate, servers[1]?.password),
    /does not match certificate/,
  ],
  ['does not encrypt', () => connect(redis.port, own.certificate), /ETIMEDOUT/],
])('a Redis that %s is told nothing, and the log says why', async (_, begin, reason) => {
  const { wakeup, lines } = await begin()
  const listener = await connect(redis.port)
  const limit = AbortSignal.timeout(500)
  const waiting = listener.wakeup.wait(60_000, limit)
  wakeup.notify()
  await waiting
  expect(limit.aborted).toBe(true)
  await vi.waitFor(() => expect(lines.join('')).toMatch(reason))
})
