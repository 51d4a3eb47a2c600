import { existsSync, readFileSync } from 'node:fs'

/** A line of a Markdown table that begins with a number, as in `1.2` or `7.1.3`. */
export interface ChecklistLine {
  readonly number: string
  /** The other cells, from the second one on. */
  readonly cells: readonly string[]
}

/**
 * Reads the numbered lines of all tables of a document, in their order.
 *
 * @param document A Markdown file.
 */
export function checklistLines(document: URL): ChecklistLine[] {
  return readFileSync(document, 'utf8')
    .split('\n')
    .flatMap(line => {
      const [, number = '', ...cells] = line.split('|').map(cell => cell.trim())
      return /^\d+(\.\d+)+$/.test(number) ? [{ number, cells }] : []
    })
}

/**
 * Which of the tests that a cell names are not there.
 *
 * @param cell `` `file`: the beginning of a test's name ``, with `; ` between several.
 * @param folder What the files are relative to.
 */
export function missingTests(cell: string, folder: URL): string[] {
  const named = cell === '' ? [] : cell.split('; `')
  return named
    .map(each => each.replaceAll('`', ''))
    .filter(each => {
      const [path = '', title = ''] = each.split(/: (.*)/)
      const file = new URL(path, folder)
      return title === '' || !existsSync(file) || !readFileSync(file, 'utf8').includes(`'${title}`)
    })
}
