import { DEFINITIONS, parseQuery } from '@flowkit/contract'
import { expect, test } from 'vitest'
import { isSpec } from '../flowdb/queries.ts'
import { KIND_QUERIES } from './kinds.ts'

test.each(KIND_QUERIES)('$kind is a query that FlowAPI takes', ({ spec }) => {
  expect(parseQuery({ ...spec })).toMatchObject({ ok: true })
})

test.each(KIND_QUERIES)('$kind is a part of what is asked for it', ({ kind, spec }) => {
  expect(kindsIn(spec)).toContain(kind)
})

test('every kind is measured, once', () => {
  expect(KIND_QUERIES.map(({ kind }) => kind).sort()).toEqual(DEFINITIONS.map(({ kind }) => kind).sort())
})

function kindsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(kindsIn)
  return isSpec(value) ? [value.query_kind, ...Object.values(value).flatMap(kindsIn)] : []
}
