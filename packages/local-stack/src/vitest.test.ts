import pg from 'pg'
import { expect, inject, test } from 'vitest'

test('the servers of the run are there', async () => {
  const client = new pg.Client(inject('flowkit').postgres.url)
  await client.connect()
  const { rows } = await client.query('SELECT current_user AS name')
  await client.end()
  expect(rows).toEqual([{ name: 'flowdb' }])
})
