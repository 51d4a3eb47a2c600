import { parseQuery } from '@flowkit/contract'
import { expect, test } from 'vitest'
import { QUERIES } from './queries.ts'

test.each(QUERIES)('$name is a query that FlowAPI takes', ({ spec }) => {
  expect(parseQuery({ ...spec })).toMatchObject({ ok: true })
})

test('no two queries have one name', () => {
  expect(new Set(QUERIES.map(({ name }) => name)).size).toBe(QUERIES.length)
})
