import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

// Packs the package as it would be published, and tries it as a stranger would: with the tools that look for
// mistakes in packages, and installed alone in an empty project. Needs the registry, so it is no part of the tests.

const PACKAGE = dirname(dirname(import.meta.dirname))
const CONSUMER = `
import { connect, flows, modalLocationFromDates, type RowOf } from 'flowclient'

const homes = (start_date: string, end_date: string) =>
  modalLocationFromDates({ start_date, end_date, method: 'last', aggregation_unit: 'admin3' })
const query = flows({
  from_location: homes('2016-01-01', '2016-01-08'),
  to_location: homes('2016-01-15', '2016-01-22'),
})
export const from: RowOf<typeof query>['pcod_from'] = 'XA.1'
// @ts-expect-error: a place's id is a text, which the compiler must know
export const to: RowOf<typeof query>['pcod_to'] = 5
export const rows = async () => (await connect({ url: 'http://localhost', token: 'a.b.c' }).run(query)).rows()
if (query.from_location.query_kind !== 'modal_location' || query.from_location.locations.length !== 7)
  throw new Error('The first week of 2016 has seven days')
`

const project = mkdtempSync(join(tmpdir(), 'flowclient-package-'))
try {
  const tarball = pack()
  checkContents(tarball)
  step('publint', 'npx', ['--yes', 'publint@0.3.25', '--strict', tarball], PACKAGE)
  step(
    'are the types wrong?',
    'npx',
    ['--yes', '@arethetypeswrong/cli@0.18.5', '--profile', 'esm-only', tarball],
    PACKAGE,
  )
  installAlone(tarball)
  checkTypes('for browsers', { lib: ['es2023', 'dom', 'dom.iterable'], types: [] })
  step('@types/node', 'npm', ['install', '--no-audit', '--no-fund', '@types/node@24'])
  checkTypes('for Node', { lib: ['es2023'], types: ['node'] })
  step('run the script', process.execPath, ['consumer.js'])
  step('run the command', join(project, 'node_modules/.bin/flowclient'), ['--help'])
} finally {
  rmSync(project, { recursive: true })
}

function step(name: string, command: string, args: readonly string[], cwd = project): void {
  console.log(`\n— ${name}`)
  execFileSync(command, args, { cwd, stdio: 'inherit' })
}

function pack(): string {
  step('pack', 'pnpm', ['pack', '--pack-destination', project], PACKAGE)
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  return join(project, `flowclient-${version}.tgz`)
}

function checkContents(tarball: string): void {
  const tar = (...args: string[]) => execFileSync('tar', [...args], { cwd: project, encoding: 'utf8' })
  const files = tar('-tzf', tarball).trim().split('\n').sort()
  assert.deepEqual(files, [
    'package/LICENSE',
    'package/README.md',
    'package/dist/bundle/flowclient.js',
    'package/dist/bundle/index.d.ts',
    'package/dist/bundle/index.js',
    'package/package.json',
  ])
  for (const file of ['index.js', 'index.d.ts']) {
    const text = tar('-xzOf', tarball, `package/dist/bundle/${file}`)
    assert.doesNotMatch(text, /^(import|export) .* from |\bimport\(/m, `${file} imports something`)
  }
  const { dependencies } = JSON.parse(tar('-xzOf', tarball, 'package/package.json'))
  assert.deepEqual(Object.keys(dependencies).sort(), ['cli-progress', 'cli-table3', 'commander'])
}

function installAlone(tarball: string): void {
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  writeFileSync(join(project, 'consumer.ts'), CONSUMER)
  step('install', 'npm', ['install', '--no-audit', '--no-fund', tarball, 'typescript@~6.0.0'])
}

function checkTypes(name: string, platform: { readonly lib: string[]; readonly types: string[] }): void {
  const compilerOptions = {
    ...platform,
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
  step(`types ${name}`, join(project, 'node_modules/.bin/tsc'), [])
}
