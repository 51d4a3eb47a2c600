import { isSpec, QUERIES, type QuerySpec } from '../queries.ts'
import type { Scale } from './scale.ts'

/** What each question asks of FlowAPI, and the classes of the library that answer it in FlowKit. */
export function questionsSection({ lines }: Scale): string {
  const plain = QUERIES.filter(({ variant }) => variant === 'plain')
  return [
    '## Questions',
    ...plain.map(({ name, spec }) => {
      const classes = lines.find(line => line.name === name)?.classes ?? []
      return `**${name}**: \`${brief(spec)}\`; ${classes.map(each => `\`${each}\``).join(' › ')}`
    }),
    'Variants change the hours (`start_hour` 8, `end_hour` 18), the event types (`calls` instead of calls and SMS), name a ' +
      'mapping table of cells and districts, or ask by `lon-lat`.',
  ].join('\n\n')
}

/** A spec in one line: parameters that are null are left out, and of a list of queries all but the first. */
export function brief({ query_kind, ...parameters }: QuerySpec): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== null)
  return `${query_kind}(${given.map(([name, value]) => `${name}=${briefValue(value)}`).join(', ')})`
}

function briefValue(value: unknown): string {
  if (isSpec(value)) return brief(value)
  if (Array.isArray(value) && isSpec(value[0])) return `${value.length} days of ${brief(value[0])}`
  return typeof value === 'string' ? value : JSON.stringify(value)
}
