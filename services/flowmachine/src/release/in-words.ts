import { type ReleaseRule, SMALLEST_RELEASED_COUNT } from './rules.ts'

/** What a rule lets through, as people are told it. */
export function ruleInWords(rule: ReleaseRule): string {
  switch (rule.rule) {
    case 'count of subscribers':
      return `rows that count ${SMALLEST_RELEASED_COUNT} subscribers or more`
    case 'count of something else':
      return `rows behind which stand ${SMALLEST_RELEASED_COUNT} subscribers or more, whatever is counted`
    case 'contributions':
      return `rows to which ${SMALLEST_RELEASED_COUNT} subscribers or more contribute, none of them more than half`
    case 'parts of wholes':
      return `rows of ${SMALLEST_RELEASED_COUNT} subscribers or more, but for those from which a smaller row of the same whole could be had by subtraction`
    case 'difference of counts':
      return `rows whose difference, and each of the counts it is made of, is ${SMALLEST_RELEASED_COUNT} subscribers or more`
    case 'not about subscribers':
      return 'everything: it says nothing about subscribers'
  }
}
