/** Lines that say how many rows were left out, and why; none where all were used. */
export function describeRejected(rejected: ReadonlyMap<string, number>): string[] {
  const number = (value: number) => value.toLocaleString('en')
  const count = [...rejected.values()].reduce((sum, value) => sum + value, 0)
  if (count === 0) return []
  return [
    `${number(count)} rows were rejected:`,
    ...[...rejected].map(([reason, rows]) => `  ${number(rows)}: ${reason}`),
  ]
}
