import { compareRows, type RowDifferences } from './compare.ts'
import { type Difference, isAbout } from './differences.ts'
import type { Answer, Outcome } from './engines.ts'
import type { ParameterSet } from './sets.ts'

/** How the answers of the two engines to one question compare. */
export interface Verdict {
  readonly set: ParameterSet
  readonly theirs: Answer
  readonly ours: Answer
  readonly unredacted: RowDifferences
  readonly redacted: RowDifferences
  /** What is wrong with it; nothing where every difference has a true entry. */
  readonly problems: readonly string[]
}

/** Judges the answers to one question by the list of differences. */
export function judge(
  set: ParameterSet,
  theirs: Answer,
  ours: Answer,
  differences: ReadonlyMap<string, Difference>,
): Verdict {
  const unredacted = compareRows(theirs.unredacted, ours.unredacted)
  const redacted = compareRows(theirs.redacted, ours.redacted)
  const differs = !agree(unredacted) || failed(theirs.unredacted)
  const entries = set.explained.flatMap(name => differences.get(name) ?? [])
  const problems: string[] = []
  for (const name of set.explained) {
    const entry = differences.get(name)
    if (!entry) problems.push(`the entry ${name} does not exist`)
    else if (!isAbout(entry, set.spec)) problems.push(`the entry ${name} is about other kinds`)
    else if (entry.shownBy === 'rows' && !differs) problems.push(`the entry ${name} explains no difference`)
  }
  if (failed(ours.unredacted) || failed(ours.redacted)) problems.push(`ours failed: ${reason(ours)}`)
  if (differs && entries.every(({ shownBy }) => shownBy === 'release'))
    problems.push(`no entry explains unredacted rows: ${unredacted.example ?? reason(theirs)}`)
  if (!agree(redacted) && entries.length === 0)
    problems.push(`no entry explains released rows: ${redacted.example}`)
  if (agree(redacted) && !differs && entries.length > 0) problems.push('entries explain what is the same')
  return { set, theirs, ours, unredacted, redacted, problems }
}

/** Entries that only a comparison can show, and that none of these did. */
export function unneeded(
  verdicts: readonly Verdict[],
  differences: ReadonlyMap<string, Difference>,
): string[] {
  const used = new Set(verdicts.flatMap(({ set }) => set.explained))
  return [...differences.values()]
    .filter(({ entry, shownBy }) => shownBy === 'rows' && !used.has(entry))
    .map(({ entry }) => entry)
}

/** Whether two results have the same rows. */
export function agree({ onlyTheirs, onlyOurs, changed }: RowDifferences): boolean {
  return onlyTheirs + onlyOurs + changed === 0
}

/** Whether there is no result. */
export function failed(outcome: Outcome): boolean {
  return 'error' in outcome
}

function reason({ unredacted, redacted }: Answer): string {
  return [unredacted, redacted].flatMap(each => ('error' in each ? [each.error] : [])).join('; ')
}
