import { expect, test } from 'vitest'
import { linesOf } from './report.ts'

const measured = { stored: [0.01], sources: ['visits'], raw: [] }
const rows = { flowkit: 1, ours: 1, same: 1 }

test('a line has medians, and how many times as long FlowKit takes, or at least', () => {
  const lines = linesOf([
    { kind: 'flows', cold: [2], ...measured, flowkit: { longerThan: 60 } },
    { kind: 'spatial_aggregate', cold: [3, 1, 2], ...measured, flowkit: { seconds: 8, rows } },
    { kind: 'visited_most_days', cold: [2], ...measured, flowkit: { error: 'it cannot be rendered' } },
  ])
  expect(lines.map(({ kind, cold, times }) => [kind, cold, times])).toEqual([
    ['spatial_aggregate', 2, 4],
    ['visited_most_days', 2, undefined],
    ['flows', 2, 30],
  ])
})
