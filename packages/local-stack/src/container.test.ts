import { Redis } from 'ioredis'
import pg from 'pg'
import { beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { containerSettings } from './config.ts'
import { engineObstacle, imageObstacle } from './container-engine.ts'
import { runFlowDbCommand } from './flowdb-command.ts'
import { startPostgresContainer, startRedisContainer } from './test-containers.ts'

const { engineSetup, postgresImage, redisImage } = containerSettings()
const obstacle = engineObstacle(engineSetup) ?? imageObstacle(postgresImage) ?? imageObstacle(redisImage)

beforeEach(ctx => {
  if (obstacle === undefined) return
  console.warn(`Skipped a test with a container: ${obstacle}.`)
  ctx.skip(obstacle)
})

test('the migrations make a FlowDB of a PostgreSQL in a container too', async () => {
  const { address, stop } = await startPostgresContainer(postgresImage, { work_mem: '7MB' })
  onTestFinished(stop)
  await runFlowDbCommand({ ...inject('flowkit'), postgres: address }, 'flowdb', 'UTC', ['migrate'])

  const client = new pg.Client(address)
  await client.connect()
  onTestFinished(() => client.end())
  const { rows } = await client.query(
    `SELECT to_regclass('events.calls')::text AS calls, left(postgis_lib_version(), 1) AS postgis,
       current_setting('work_mem') AS work_mem, current_setting('lc_collate') AS collation`,
  )
  expect(rows).toEqual([{ calls: 'events.calls', postgis: '3', work_mem: '7MB', collation: 'C.UTF-8' }])
})

test('a Redis in a container answers to its password only', async () => {
  const { address, stop } = await startRedisContainer(redisImage)
  onTestFinished(stop)
  const connect = (password: string) => {
    const redis = new Redis({ ...address, password, retryStrategy: () => null })
    redis.on('error', () => {}) // What goes wrong is reported by the command.
    onTestFinished(() => redis.disconnect())
    return redis
  }
  expect(await connect(address.password).ping()).toBe('PONG')
  await expect(connect('guess').ping()).rejects.toThrow()
})
