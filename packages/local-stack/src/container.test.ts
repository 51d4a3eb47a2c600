import { spawnSync } from 'node:child_process'
import pg from 'pg'
import { GenericContainer, Wait } from 'testcontainers'
import { expect, inject, onTestFinished, test } from 'vitest'
import { runFlowDbCommand } from './flowdb-command.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** PostgreSQL 15 or newer with PostGIS, for the one test that runs it in a container. */
    postgresImage: string
  }
}

/** Why no container of the image can be started on this machine; `undefined` when one can. */
function obstacle(image: string): string | undefined {
  const engine = spawnSync('docker', ['info'], { stdio: 'ignore' })
  if (engine.status !== 0) return 'no Docker engine answers'
  if (spawnSync('docker', ['image', 'inspect', image], { stdio: 'ignore' }).status === 0) return undefined
  const pulled = spawnSync('docker', ['pull', image], { stdio: 'ignore', timeout: 300_000 })
  return pulled.status === 0 ? undefined : `the image ${image} is not here and cannot be pulled`
}

test('the migrations make a FlowDB of a PostgreSQL in a container too', { timeout: 420_000 }, async ctx => {
  const image = inject('postgresImage')
  const reason = obstacle(image)
  if (reason) {
    console.warn(`Skipped the test with a container: ${reason}.`)
    ctx.skip(reason)
  }
  const account = { user: 'flowdb', password: 'of-the-container', database: 'flowdb' }
  const container = await new GenericContainer(image)
    .withEnvironment({
      POSTGRES_USER: account.user,
      POSTGRES_PASSWORD: account.password,
      POSTGRES_DB: account.database,
    })
    .withExposedPorts(5432)
    // The first of the two servers that the image starts takes no connections from outside.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .withAutoRemove(true)
    .start()
  onTestFinished(async () => {
    await container.stop()
  })
  const address = { ...account, host: container.getHost(), port: container.getMappedPort(5432) }
  await runFlowDbCommand({ ...inject('flowkit'), postgres: address }, 'flowdb', 'UTC', ['migrate'])

  const client = new pg.Client(address)
  await client.connect()
  onTestFinished(() => client.end())
  const { rows } = await client.query(
    "SELECT to_regclass('events.calls')::text AS calls, left(postgis_lib_version(), 1) AS postgis",
  )
  expect(rows).toEqual([{ calls: 'events.calls', postgis: '3' }])
})
