import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createFlowDb } from '@flowkit/local-stack/vitest'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

const migration = (name: string) =>
  readFileSync(new URL(`../migrations/${name}.sql`, import.meta.url), 'utf8')

let flowdb: Awaited<ReturnType<typeof createFlowDb>>
let client: pg.Client
beforeAll(async () => {
  flowdb = await createFlowDb({ profile: 'empty' })
  client = new pg.Client(flowdb.superuser.url)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await flowdb.drop()
})

test('grants from before there was a chain are moved into it, in their order and with their time', async () => {
  // Migrations can run again: this is the ledger as it was, with two grants.
  await client.query(migration('0013_ledger'))
  for (const subject of ['ann', 'ben'])
    await client.query(
      `SELECT ledger.append_grant('FlowAuth', $1, 't', 'abc', '{"query_kind": "flows"}', 7, 'csv', '{"cells": "1"}', 20, 3)`,
      [subject],
    )
  const { rows: given } = await client.query('SELECT granted_at AS at FROM ledger.grants ORDER BY entry')

  await client.query(migration('0080_ledger_chain'))
  const { rows } = await client.query(
    'SELECT type, subject, kind, run, rows, cells_left_out, data_versions, outcome, at FROM ledger.history ORDER BY entry',
  )
  expect(rows).toEqual(
    ['ann', 'ben'].map((subject, index) => ({
      type: 'grant',
      subject,
      kind: 'flows',
      run: '7',
      rows: '20',
      cells_left_out: '3',
      data_versions: { cells: '1' },
      outcome: 'unknown',
      ...given[index],
    })),
  )
  const { rows: entries } = await client.query('SELECT record FROM ledger.entries ORDER BY entry')
  const [first, second] = entries.map(({ record }) => record)
  expect(JSON.parse(second).previous).toBe(createHash('sha256').update(first).digest('hex'))

  // The old table is gone, and running the migration again adds nothing.
  await client.query(migration('0080_ledger_chain'))
  expect((await client.query('SELECT FROM ledger.entries')).rowCount).toBe(2)
})
