import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** What stands above it in a file is written by people. */
const MARK = '<!-- measured -->'

/**
 * Writes what has been measured, as Markdown.
 *
 * @param output A file, of which everything up to the line {@link MARK} is kept; standard output where there is none.
 */
export function writeMeasured(text: string, output: string | undefined): void {
  if (output) writeFileSync(output, `${headOf(output)}${MARK}\n\n${text}`)
  else process.stdout.write(text)
}

function headOf(path: string): string {
  return existsSync(path) ? (readFileSync(path, 'utf8').split(MARK)[0] ?? '') : ''
}
