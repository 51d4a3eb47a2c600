import { short, table, times } from './markdown.ts'
import { eventsOf, type Scale, usual } from './scale.ts'
import { geometricMean, known, ratio } from './statistics.ts'

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
  const data = [
    'events, millions',
    millions(first),
    ...larger.flatMap(scale => [millions(scale), times(eventsOf(scale) / eventsOf(first))]),
  ]
  const mean = ['geometric mean', '', ...larger.flatMap(scale => ['', times(meanGrowth(first, scale))])]
  return `## Growth\n\n${table(head, [data, ...rows, mean])}`
}

const millions = (scale: Scale) => (eventsOf(scale) / 1e6).toFixed(1)

function meanGrowth(first: Scale, later: Scale): number | undefined {
  return geometricMean(
    known(
      first.lines.map(line => {
        const found = later.lines.find(({ name }) => name === line.name)
        return ratio(found && usual(found), usual(line))
      }),
    ),
  )
}
