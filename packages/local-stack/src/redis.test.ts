import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { startRedis } from './redis.ts'

test('a private Redis takes commands with its password only, which no process list shows', async () => {
  const server = await startRedis()
  onTestFinished(() => server.stop())
  const client = new Redis(server.url)
  onTestFinished(() => client.disconnect())
  await client.set('key', 'value')
  expect(await client.get('key')).toBe('value')
  expect(await client.config('GET', 'save')).toEqual(['save', ''])
  expect(await client.config('GET', 'bind')).toEqual(['bind', '127.0.0.1'])

  const stranger = new Redis({ host: server.host, port: server.port })
  onTestFinished(() => stranger.disconnect())
  stranger.on('error', () => {}) // The refused greeting; the command below is refused likewise.
  await expect(stranger.get('key')).rejects.toThrow('NOAUTH')

  expect(readFileSync(`/proc/${server.identity.pid}/cmdline`, 'latin1')).not.toContain(server.password)
})

test('the password and settings given are those of the server', async () => {
  const server = await startRedis({ password: 'a "quoted" one', settings: { maxmemory: '16mb' } })
  onTestFinished(() => server.stop())
  const client = new Redis(server.url)
  onTestFinished(() => client.disconnect())
  expect(await client.config('GET', 'maxmemory')).toEqual(['maxmemory', String(16 * 1024 * 1024)])
})
