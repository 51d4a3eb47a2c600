/** A Markdown table, its columns aligned as the formatter of this repository does. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map(cells =>
    cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')),
  )
  const widths = head.map((_, column) => Math.max(3, ...lines.map(cells => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`
  const rule = line(widths.map(width => '-'.repeat(width)))
  const [first = '', ...others] = lines.map(line)
  return [first, rule, ...others].join('\n')
}
