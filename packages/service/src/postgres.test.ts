import { PassThrough } from 'node:stream'
import type {} from '@flowkit/local-stack/vitest'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createLogger } from './log.ts'
import { createPool, transaction } from './postgres.ts'

const log = createLogger('test', 'silent')
const { host, port, user, password } = inject('flowkit').postgres
const address = { host, port, user, password, database: 'postgres' }
const pool = createPool(address, 'service tests', 4, log)
afterAll(() => pool.end())

async function value(expression: string, from = pool): Promise<unknown> {
  const { rows } = await from.query(`SELECT ${expression} AS value`)
  return rows[0]?.value
}

describe('values from the database', () => {
  test('dates stay the text that they are', async () => {
    expect(await value(`DATE '2016-03-27'`)).toBe('2016-03-27')
  })

  test('64-bit and decimal numbers are numbers', async () => {
    expect(await value('9007199254740991::bigint')).toBe(9007199254740991)
    expect(await value('1.25::numeric')).toBe(1.25)
  })

  test('a 64-bit number that would lose digits is an error', async () => {
    await expect(value('9007199254740993::bigint')).rejects.toThrow(RangeError)
  })
})

test('connections are set as asked, spaces and backslashes included', async () => {
  const settings = { statement_timeout: 4321, search_path: 'one, two', 'flowkit.note': 'C:\\temp files' }
  const set = createPool(address, 'service tests', 1, log, settings)
  try {
    expect(await value(`current_setting('statement_timeout')`, set)).toBe('4321ms')
    expect(await value(`current_setting('search_path')`, set)).toBe('one, two')
    expect(await value(`current_setting('flowkit.note')`, set)).toBe('C:\\temp files')
  } finally {
    await set.end()
  }
})

test('a connection that breaks while somebody holds it is reported, and ends neither the process nor the pool', async () => {
  const lines = new PassThrough()
  const reporting = createPool(address, 'service test', 1, createLogger('test', 'warn', lines))
  const client = await reporting.connect()
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
  const ended = new Promise<void>(resolve => client.once('end', resolve))
  await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
  await ended
  await expect(client.query('SELECT 1')).rejects.toThrow()
  client.release(true)
  expect((await reporting.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await reporting.end()
  expect(String(lines.read())).toContain('a database connection broke')
})

describe('a transaction', () => {
  beforeAll(() => pool.query('CREATE TABLE service_notes (note text)'))
  afterAll(() => pool.query('DROP TABLE service_notes'))

  const notes = async () => (await pool.query('SELECT note FROM service_notes')).rows.map(({ note }) => note)

  test('keeps what was done and answers the result', async () => {
    const result = await transaction(pool, async client => {
      await client.query(`INSERT INTO service_notes VALUES ('kept')`)
      return 7
    })
    expect(result).toBe(7)
    expect(await notes()).toEqual(['kept'])
  })

  test('undoes everything when it fails, and gives back a connection that works', async () => {
    const failing = transaction(pool, async client => {
      await client.query(`INSERT INTO service_notes VALUES ('undone')`)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await notes()).toEqual(['kept'])
  })

  test('throws away a connection that broke, and the pool goes on', async () => {
    const broken = transaction(pool, async client => {
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
      await client.query('SELECT 1')
    })
    await expect(broken).rejects.toThrow()
    expect(await notes()).toEqual(['kept'])
  })
})
