import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  freePort,
  makeServerCertificate,
  type PrivatePostgres,
  type PrivateRedis,
  startPostgres,
  startRedis,
} from '@flowkit/local-stack'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { rowsOf } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { programFile, runCommand } from '../harness/programs.ts'
import { uniqueSubscriberCounts } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'

/* PostgreSQL and Redis that are reached by TLS, with certificates that the services check. */

const shared = sharedSystem()
const ofPostgres = makeServerCertificate(['postgres'])
const ofRedis = makeServerCertificate(['redis', 'nobody'])
let folder: string
let postgres: PrivatePostgres
let redis: PrivateRedis
let system: OwnSystem
const authorities = { FLOWDB_CA_PATH: ofPostgres.certificate, REDIS_CA_PATH: ofRedis.certificate }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowkit-encrypted-'))
  postgres = await startPostgres({
    settings: { ssl: 'on', ssl_cert_file: ofPostgres.certificate, ssl_key_file: ofPostgres.key },
  })
  const tlsPort = String(await freePort())
  redis = await startRedis({
    settings: {
      'tls-port': tlsPort,
      'tls-cert-file': ofRedis.certificate,
      'tls-key-file': ofRedis.key,
      'tls-auth-clients': 'no',
    },
  })
  system = await startOwnSystem('encrypted', {
    machines: 2,
    servers: { ...inject('flowkit'), postgres },
    settings: { ...authorities, REDIS_PORT: tlsPort, REDIS_PASSWORD: redis.password },
  })
})
afterAll(async () => {
  await system?.stop()
  await redis?.stop()
  await postgres?.stop()
  ofPostgres.remove()
  ofRedis.remove()
  await rm(folder, { recursive: true })
})

test('questions are answered, and no service has a plain connection to the database', async () => {
  const question = uniqueSubscriberCounts()
  expect(inOrder(await rowsOf(system.api, question))).toEqual(inOrder(await rowsOf(shared.api, question)))
  const { rows } = await system.database.query(
    `SELECT application_name AS name, bool_and(ssl) AS encrypted FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
     WHERE application_name ~ '^flow' GROUP BY name ORDER BY name`,
  )
  expect(rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['flowapi results', 'flowmachine computing', 'flowmachine control']),
  )
  expect(rows.filter(({ encrypted }) => !encrypted)).toEqual([])
})

test('processes of FlowMachine wake each other through Redis, and by its port for encrypted connections alone', async () => {
  const client = new Redis({ host: redis.host, port: redis.port, password: redis.password })
  const heard = await client.call('CLIENT', 'LIST', 'TYPE', 'pubsub')
  const subscribed = await client.pubsub('NUMSUB', 'flowmachine:tasks')
  client.disconnect()
  expect(subscribed).toEqual(['flowmachine:tasks', 2])
  const ports = [...String(heard).matchAll(/laddr=127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port))
  expect(ports).toHaveLength(2)
  expect(ports).not.toContain(redis.port)
})

test("a backup by PostgreSQL's own programs is encrypted, and ends where the server is not the one it says", async () => {
  const { flowdb } = system.address
  const env = {
    PATH: process.env.PATH ?? '',
    FLOWDB_HOST: postgres.host,
    FLOWDB_PORT: String(postgres.port),
    FLOWDB_DATABASE: new URL(flowdb.superuser.url).pathname.slice(1),
    POSTGRES_USER: postgres.user,
    POSTGRES_PASSWORD: postgres.password,
  }
  const backup = (file: string, ca: string) =>
    runCommand(process.execPath, [programFile('flowdb'), 'backup', '--output', join(folder, file)], {
      ...env,
      FLOWDB_CA_PATH: ca,
    })
  await backup('good.dump', ofPostgres.certificate)
  expect((await stat(join(folder, 'good.dump'))).size).toBeGreaterThan(10_000)
  await expect(backup('refused.dump', ofRedis.certificate)).rejects.toThrow(/certificate/)
})
