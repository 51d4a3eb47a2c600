import { short, table, times } from './markdown.ts'
import { type Scale, usual } from './scale.ts'
import { ratio } from './statistics.ts'

/** How the times of ours grow from scale to scale; empty with one scale. */
export function growthSection(scales: readonly Scale[]): string {
  const [first, ...larger] = scales
  if (!first || larger.length === 0) return ''
  const head = ['ours, places kept, seconds', first.name, ...larger.flatMap(({ name }) => [name, 'growth'])]
  const rows = first.lines.map(line => {
    const before = usual(line)
    return [
      line.name,
      short(before),
      ...larger.flatMap(scale => {
        const found = scale.lines.find(({ name }) => name === line.name)
        const after = found && usual(found)
        return [short(after), times(ratio(after, before))]
      }),
    ]
  })
  return `## Growth\n\n${table(head, rows)}`
}
