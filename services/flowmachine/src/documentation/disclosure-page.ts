import { DEFINITIONS } from '@flowkit/contract'
import { ruleOf } from '../queries/index.ts'
import { ruleInWords } from '../release/in-words.ts'
import { SMALLEST_RELEASED_COUNT } from '../release/rules.ts'
import { validated } from '../server/actions/query-spec.ts'
import { EXAMPLES } from './examples.ts'
import { markdownTable } from './markdown.ts'
import { severalUnitsSection } from './units.ts'

/** `docs/disclosure.md`: what of each kind's results leaves the engine. */
export function disclosurePage(): string {
  const rows = EXAMPLES.filter(({ kind }) => levelOf(kind) === 'top').map(({ kind, variant, spec }) => [
    `\`${kind}\`${variant ? `, ${variant}` : ''}`,
    ruleInWords(ruleOf(validated({ ...spec }))),
  ])
  const nested = DEFINITIONS.filter(({ level }) => level === 'nested').map(({ kind }) => `\`${kind}\``)
  return `${[
    '# Disclosure',
    'This page is made from the definitions of the kinds by `pnpm docs`. A kind without a rule does not compile.',
    `Nothing about fewer than ${SMALLEST_RELEASED_COUNT} subscribers is released. What is withheld is left out altogether, so that it looks as what is not there does; the metadata of a result say how many cells of the full grid it leaves out, true zeros among them. Rules are applied in one place, to the rows that a query has computed, before anything is readable outside the engine.`,
    markdownTable(['kind', 'released are'], rows),
    `Results of ${nested.join(', ')} are about single subscribers. They are never released, and alone they cannot be asked for.`,
    whatIsTestedSection(),
    groupsAlikeSection(),
    severalUnitsSection(),
  ].join('\n\n')}\n`
}

function levelOf(kind: string): 'top' | 'nested' | undefined {
  return DEFINITIONS.find(definition => definition.kind === kind)?.level
}

/** Why what is true of everybody in a large group is not withheld. */
function groupsAlikeSection(): string {
  return [
    '## Groups in which everybody is alike',
    `A number about ${SMALLEST_RELEASED_COUNT} people or more may tell something of each of them: that all have handsets of one brand, that nobody left a place, that their average is the least there can be. Statistical offices call it group disclosure (A. Hundepool et al., Statistical Disclosure Control, Wiley 2012), and there is no rule against it here, for two reasons. That everybody left a place, or nobody did, is what people ask in a disaster: a rule would withhold most where it matters most. And a rule about one response would not hold, since the same follows from several counts, each of which may be released.`,
    'Who may learn such things is decided by scopes. For a property that nobody should learn of a group, give out no scope of the kinds that tell it (`handset` and `distr` tell brands, the labelled kinds tell how people move), or larger places and longer periods only, in which people are less alike.',
  ].join('\n\n')
}

/** What somebody who reads a response can infer from it: what the tests of the rules show, and what they don't. */
function whatIsTestedSection(): string {
  const most = SMALLEST_RELEASED_COUNT - 1
  return [
    '## What is tested',
    `Small worlds of random people are asked a question of each kind, on a real database. A reader who knows what the numbers of the kind mean, but neither data nor code, then takes each response apart: by the sums, differences and shares in it, and by what is missing. Of one response it is shown that`,
    [
      `- a number of people that is withheld for being small, 1 to ${most}, may still be anything from 0 to ${most}: nothing tells it from nobody;`,
      `- one that is withheld so that a small one can't be had by subtraction is open by ${SMALLEST_RELEASED_COUNT} or more;`,
      '- both hold for parts of a whole even if the reader knows how many people the whole has;',
      `- a small part of a whole may be anything from 0 to ${most} even if the reader knows these rules and the names of all parts, and works back from them.`,
    ].join('\n'),
    'It is not shown what follows from',
    [
      '- several responses together: of overlapping times, subsets, bins or units (see below); the ledger tells who got what;',
      '- what is known from elsewhere: where one of the people was, which handsets are sold in a place, or all at once how many people a whole has, which parts there can be and how these rules choose;',
      '- areas of one unit that overlap: where one holds another, their difference is a number about what lies between them;',
      '- values that are alike: where the average of 20 people is the least that there can be, it is that of each (see below);',
      '- zeros: where all of a whole is released, what is missing from it is nobody.',
    ].join('\n'),
  ].join('\n\n')
}
