import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Home } from '../home.ts'
import { writeReport } from './report.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const QUERY = 'unique subscribers of 7 days'

/** Records of a scale with one query that FlowKit answers in 8 seconds and DuckDB in half of one. */
function record(scale: string, rows: number, cold: number[], placesKept: number[]): void {
  const home = new Home(folder, scale)
  home.write('machine', {
    ...{ day: '2016-02-01', processor: 'Abacus', cores: 2, memoryGB: 8, system: 'Linux 6', load: 0.25 },
    ...{ node: 'v24.0.0', postgres: '15.1', postgis: '3.3.2' },
  })
  home.write('rendered', { library: '1.34.0', queries: { [QUERY]: { classes: ['UniqueSubscriberCounts'] } } })
  home.write('loading', {
    ...{ subscribers: 1000, cells: 50, hashingMicroseconds: 1.5 },
    parts: [
      {
        type: 'calls',
        date: '2016-01-01',
        rows,
        flowkit: { copy: 3, index: 5, analyse: 2 },
        flowdbSeconds: 11,
      },
    ],
    sizes: { flowkit: 4e9, raw: 2e9, derived: 1e9 },
  })
  home.write('measured', [
    {
      ...{ name: QUERY, flowkit: [9, 8, 7], cold, placesKept, sources: ['visits'] },
      checked: { subscribers: 1000, tied: 0, rows: 150 },
    },
  ])
  home.write('duckdb', { [QUERY]: [0.5] })
}

test('a report has medians, and how many times as long the others take', () => {
  record('5M', 5_000_000, [2, 1, 4], [1, 1, 3])
  const file = join(folder, 'performance.md')
  writeFileSync(file, '# By hand\n\n<!-- measured -->\n\nold figures\n')
  writeReport(folder, file)
  const text = readFileSync(file, 'utf8')
  const cells = (start: string) =>
    text
      .split('\n')
      .find(line => line.startsWith(`| ${start}`))
      ?.split('|')
      .map(cell => cell.trim())
      .slice(2, -1)
  expect(cells(QUERY)).toEqual(['8.00', '2.00', '4.0×', '1.00', '8.0×', '0.500', '2.0×', 'visits', '3'])
  expect(cells('geometric mean')).toEqual(['', '', '4.0×', '', '8.0×', '', '2.0×', '', ''])
  expect(cells('seconds to load')).toEqual(['10.0', '11.0', '1.1×'])
  expect(cells('room with indexes')).toEqual(['4.00 GB', '3.00 GB', '0.8×'])
  expect(text).toContain('All were equal.')
  expect(text).toMatch(/^# By hand\n/)
  expect(text).not.toContain('old figures')
})

test('with several scales it says how times grow, the smallest first', () => {
  record('20M', 20_000_000, [6], [5])
  record('5M', 5_000_000, [2], [1])
  const file = join(folder, 'performance.md')
  writeReport(folder, file)
  const text = readFileSync(file, 'utf8')
  expect(text.indexOf('## 5M events')).toBeLessThan(text.indexOf('## 20M events'))
  const growth = text.slice(text.indexOf('## Growth'))
  expect(growth).toMatch(new RegExp(`\\| ${QUERY} +\\| +1\\.00 \\| +5\\.00 \\| +5\\.0× \\|`))
  expect(growth).toMatch(/events, millions +\| +5\.0 \| +20\.0 \| +4\.0×/)
})

test('a scale at which ours was loaded alone has no figures of others, and says so', () => {
  record('50M', 50_000_000, [6], [5])
  const home = new Home(folder, '50M')
  rmSync(home.path('rendered.json'))
  const loading = home.require<{ parts: object[] }>('loading', 'load')
  home.write('loading', { ...loading, parts: loading.parts.map(part => ({ ...part, flowkit: null })) })
  home.write('measured', [
    { name: QUERY, flowkit: [], cold: [6], placesKept: [5], sources: ['visits'], checked: null },
  ])
  home.write('memory', { peaks: { 'a query': 1e9, [QUERY]: 3e9 }, allowed: 6e9 })
  const file = join(folder, 'performance.md')
  writeReport(folder, file)
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('Only ours was loaded')
  expect(text).toContain('Loading took 11.0 s, and 3.00 GB with indexes.')
  expect(text).toContain(
    `at most 3.00 GB together, for "${QUERY}"; FlowMachine lets its computations take 6.00 GB`,
  )
  expect(text).not.toContain('flowmachine 1')
})

test('there is no report before anything has been measured', () => {
  expect(() => writeReport(folder, undefined)).toThrow('Nothing has been measured yet.')
})
