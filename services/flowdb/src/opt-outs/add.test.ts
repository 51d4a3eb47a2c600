import { createHmac } from 'node:crypto'
import { Readable } from 'node:stream'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool, existingPseudonyms, keyedPseudonyms } from '@flowkit/service'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addOptOuts } from './add.ts'

const KEY = 'a key that only this test knows, 42 bytes.'
const hmac = (text: string) => createHmac('sha256', KEY).update(text).digest('hex')
let db: TestFlowDb
let pool: pg.Pool

beforeAll(async () => {
  db = await createFlowDb({ profile: 'empty' })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 2, createLogger('test', 'silent'))
})
afterAll(async () => {
  await pool.end()
  await db.drop()
})
beforeEach(() => pool.query('TRUNCATE etl.opt_outs'))

async function listed(): Promise<string[]> {
  const { rows } = await pool.query<{ hash: string }>(
    "SELECT encode(msisdn, 'hex') AS hash FROM etl.opt_outs",
  )
  return rows.map(({ hash }) => hash).toSorted()
}

test('people are listed once, by their pseudonyms', async () => {
  const keyed = keyedPseudonyms(KEY)
  expect(await addOptOuts(pool, Readable.from(['1\r\n\r\n 2', '3\n23\n']), keyed)).toEqual({
    added: 2,
    total: 2,
  })
  expect(await listed()).toEqual([hmac('1'), hmac('23')].toSorted())
  expect(await addOptOuts(pool, Readable.from(['1\n1\n4\n']), keyed)).toEqual({ added: 1, total: 3 })
})

test('a line that is a number where hashes were declared adds nobody, and is not repeated', async () => {
  const list = Readable.from([`${hmac('1')}\n9779800123\n`])
  await expect(addOptOuts(pool, list, existingPseudonyms)).rejects.toThrow(
    /^Line 2 is not a hash. Nobody was added.$/,
  )
  expect(await listed()).toEqual([])
})
