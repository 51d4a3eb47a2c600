/**
 * Reads CSV as RFC 4180 has it, lines ending in CRLF. An unquoted empty field is null, a quoted one an empty text.
 *
 * @returns the header and the records under it.
 */
export function parseCsv(text: string): { header: string[]; records: (string | null)[][] } {
  if (text !== '' && !text.endsWith('\r\n')) throw new Error('The last line does not end')
  const lines: (string | null)[][] = []
  let line: (string | null)[] = []
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    line.push(quoted === undefined ? plain || null : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    lines.push(line)
    line = []
  }
  const [header = [], ...records] = lines
  return { header: header.map(String), records }
}
