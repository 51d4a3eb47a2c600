import { existsSync, lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { removeDataFolder } from './folders.ts'
import { LOOPBACK, PortTakenError } from './ports.ts'
import { type PrivatePostgres, startPostgres } from './postgres.ts'

async function started(...args: Parameters<typeof startPostgres>): Promise<PrivatePostgres> {
  const server = await startPostgres(...args)
  onTestFinished(() => server.stop())
  return server
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

test('a throw-away server can be used at once and is gone without a trace afterwards', async () => {
  const server = await started({ settings: { work_mem: '7MB' } })
  expect(await ask(server.url, 'SELECT current_user, current_database()')).toEqual(['flowdb', 'flowdb'])
  expect(await ask(server.url, 'SHOW work_mem')).toEqual(['7MB'])
  expect(await ask(server.url, 'SHOW server_encoding')).toEqual(['UTF8'])
  const [data] = await ask(server.url, 'SHOW data_directory')
  expect(existsSync(String(data))).toBe(true)
  await server.stop()
  expect(existsSync(join(String(data), '..'))).toBe(false)
  await expect(ask(server.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
})

test('PostGIS can be added to a database', async () => {
  const { url } = inject('flowkit').postgres
  await ask(url, 'CREATE EXTENSION IF NOT EXISTS postgis')
  // The area of a triangle with legs of 3 and 4.
  expect(await ask(url, "SELECT ST_Area('POLYGON((0 0, 3 0, 0 4, 0 0))')")).toEqual([6])
})

test('only this machine can reach a server, and only with the password', async () => {
  const { url, port } = await started()
  expect(await ask(url, 'SHOW listen_addresses')).toEqual([LOOPBACK])
  expect(await ask(url, 'SHOW unix_socket_directories')).toEqual([''])
  const wrong = `postgresql://flowdb:guess@${LOOPBACK}:${port}/flowdb`
  await expect(ask(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed')
})

test('a lasting server keeps its data, and takes new settings when it is started again', async () => {
  const folder = mkdtempSync('/var/tmp/local-stack-')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const dataDir = join(folder, 'postgres')
  onTestFinished(() => removeDataFolder(dataDir))
  const options = { dataDir, password: "it's secret", logFile: join(folder, 'postgres.log') }

  const first = await started({ ...options, configuration: "work_mem = '5MB'\njit = off" })
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  expect(await ask(first.url, "SELECT current_setting('work_mem'), current_setting('jit')")).toEqual([
    '5MB',
    'off',
  ])
  await first.stop()

  const second = await started({ ...options, configuration: "work_mem = '6MB'" })
  expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([42])
  expect(await ask(second.url, 'SHOW work_mem')).toEqual(['6MB'])
  expect(await ask(second.url, 'SHOW fsync')).toEqual(['on'])
})

test('data that the server account cannot reach where they were wanted are linked from there', async ctx => {
  if (process.getuid?.() !== 0) ctx.skip('only root starts servers under another account')
  const folder = mkdtempSync('/var/tmp/local-stack-') // Mode 0700: root only.
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const dataDir = join(folder, 'postgres')
  const server = await started({ dataDir, password: 'secret', logFile: join(folder, 'postgres.log') })
  expect(lstatSync(dataDir).isSymbolicLink()).toBe(true)
  const [place] = await ask(server.url, 'SHOW data_directory')
  expect(place).toMatch(/^\/var\/lib\/flowkit\//)
  await server.stop()
  removeDataFolder(dataDir)
  expect(existsSync(String(place))).toBe(false)
})

test('a port that is taken is named', async () => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(0, LOOPBACK, resolve))
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const refused = startPostgres({ port })
  await expect(refused).rejects.toThrow(PortTakenError)
  await expect(refused).rejects.toThrow(String(port))
})

test('a server that does not start says what its log says, and leaves nothing behind', async () => {
  await expect(startPostgres({ settings: { work_mem: 'plenty' } })).rejects.toThrow(
    'invalid value for parameter "work_mem": "plenty"',
  )
})
