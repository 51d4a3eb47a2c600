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
    severalUnitsSection(),
  ].join('\n\n')}\n`
}

function levelOf(kind: string): 'top' | 'nested' | undefined {
  return DEFINITIONS.find(definition => definition.kind === kind)?.level
}
