/** A Markdown table, its columns as wide as their widest cell; all but the first are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(3, name.length, ...rows.map(row => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => padded(cells[column] ?? '', width, column)).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

const padded = (text: string, width: number, column: number) =>
  column === 0 ? text.padEnd(width) : text.padStart(width)

/** Seconds with three or four digits; empty where there are none. */
export function short(number: number | undefined): string {
  if (number === undefined) return ''
  if (number >= 10) return number.toFixed(number >= 100 ? 0 : 1)
  return number >= 1 ? number.toFixed(2) : number.toFixed(3)
}

/** A ratio, such as `12×`. */
export function times(number: number | undefined): string {
  return number === undefined ? '' : `${number.toFixed(1)}×`
}

/** Bytes as gigabytes. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`
}
