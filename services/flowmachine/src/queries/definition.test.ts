import { dummyQuery, eventCount } from '@flowkit/contract'
import { expect, test } from 'vitest'
import { sql } from '../sql.ts'
import { defineKind, type Release } from './definition.ts'

const release: Release = {
  rule: { rule: 'not about subscribers' },
  shape: null,
  columns: () => [],
  gridSize: () => null,
}

// What the compiler says is what is tested; every run of the tests begins with it.
test('a kind that may be asked for does not compile without a rule of release, and no other with one', () => {
  const render = () => sql`SELECT`
  const released = defineKind({ contract: dummyQuery, render, release })
  // @ts-expect-error: nothing says how its results are released
  const unreleased = defineKind({ contract: dummyQuery, render })
  // @ts-expect-error: rows about single subscribers are never released
  const nested = defineKind({ contract: eventCount, render, release })
  expect([released, unreleased, nested].map(kind => kind.release === undefined)).toEqual([false, true, false])
})
