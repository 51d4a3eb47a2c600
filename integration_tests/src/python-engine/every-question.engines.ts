import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { answersTo, verdictsOn } from './compared.ts'
import { readDifferences } from './differences.ts'
import { comparisonPage } from './page.ts'
import { SETS } from './sets.ts'
import { unneeded, type Verdict } from './verdict.ts'

const PAGE = fileURLToPath(new URL('../../../docs/comparison-with-flowkit.md', import.meta.url))

const before = readFileSync(PAGE, 'utf8')
let verdicts: readonly Verdict[] = []
beforeAll(async () => {
  verdicts = verdictsOn(SETS, await answersTo(SETS))
  writeFileSync(PAGE, comparisonPage(verdicts))
}, 1_800_000)

test.for(SETS.map(({ name }) => name))(
  '%s has the answer of FlowKit, or one that an entry explains',
  name => {
    expect(verdicts.find(({ set }) => set.name === name)?.problems).toEqual([])
  },
)

test('as many rows differ as did when somebody last looked at them', () => {
  expect(comparisonPage(verdicts)).toBe(before)
})

test('every difference that rows can show is needed', () => {
  expect(unneeded(verdicts, readDifferences())).toEqual([])
})
