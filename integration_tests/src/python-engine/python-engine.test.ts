import { beforeAll, expect, test } from 'vitest'
import { PYTHON_INSTALLATION_MS } from '../harness/python.ts'
import { answersTo, verdictsOn } from './compared.ts'
import { SETS } from './sets.ts'
import type { Verdict } from './verdict.ts'

/** The library takes much longer for it than for any other: it stores a dozen parts. */
const SLOW = 'labelled_flows'

/** One question for each kind that can be asked for; `pnpm compare-engines` asks all of them. */
const TOP_LEVEL = SETS.filter(
  ({ kind, spec, name }) => spec.query_kind === kind && kind !== SLOW && name.endsWith(' 1'),
)

/** The library takes a second or two for each question. */
const COMPARISON_MS = 120_000

let verdicts: readonly Verdict[] = []
beforeAll(async () => {
  verdicts = verdictsOn(TOP_LEVEL, await answersTo(TOP_LEVEL))
}, PYTHON_INSTALLATION_MS + COMPARISON_MS)

test.for(TOP_LEVEL.map(({ name }) => name))(
  '%s has the answer of FlowKit, or one that an entry explains',
  name => {
    expect(verdicts.find(({ set }) => set.name === name)?.problems).toEqual([])
  },
)
