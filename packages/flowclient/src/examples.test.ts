import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const PACKAGE = dirname(import.meta.dirname)
const BASE: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
}

interface Example {
  /** Where it stands, e.g. `README.md:24`. */
  readonly place: string
  readonly code: string
}

/** The blocks of TypeScript in a file's text or docblocks. */
function examplesIn(file: string): Example[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/^( *\*? ?)```ts\n(.*?)^ *\*? ?```$/gms)].map(
    ({ index, 1: margin = '', 2: block = '' }) => ({
      place: `${relative(PACKAGE, file)}:${text.slice(0, index).split('\n').length}`,
      code: block
        .split('\n')
        .map(line =>
          line.startsWith(margin) ? line.slice(margin.length) : line.trimStart().replace(/^\*$/, ''),
        )
        .join('\n'),
    }),
  )
}

/** What the compiler has to say about files, some of which need not exist, by file. */
function complaints(files: ReadonlyMap<string, string | undefined>, options: ts.CompilerOptions) {
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = file => files.get(file) !== undefined || fileExists(file)
  host.readFile = file => files.get(file) ?? readFile(file)
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = files.get(file)
    return text === undefined
      ? getSourceFile(file, languageVersion, ...rest)
      : ts.createSourceFile(file, text, languageVersion)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => ({
    file: file?.fileName,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }))
}

describe('the examples', () => {
  const sources = globSync('src/**/*.ts', { cwd: PACKAGE, exclude: name => name.endsWith('.test.ts') })
  const examples = ['README.md', ...sources].flatMap(file => examplesIn(join(PACKAGE, file)))
  const files = new Map(examples.map(({ code }, index) => [join(PACKAGE, `src/example-${index}.ts`), code]))
  const found = complaints(files, { ...BASE, types: ['node'] })

  test('are there for every function and method that others call', () => {
    const where = examples.map(({ place }) => place.replace(/:\d+$/, ''))
    for (const file of ['README.md', 'src/client.ts', 'src/query-handle.ts', 'src/errors.ts', 'src/token.ts'])
      expect(where).toContain(file)
    expect(examples.length).toBeGreaterThan(20)
  })

  test.each(examples.map(({ place }, index) => [place, index] as const))('compile: %s', (_, index) => {
    const file = [...files.keys()][index]
    expect(found.filter(complaint => complaint.file === file)).toEqual([])
  })
})

test('the client compiles for browsers, with nothing of Node', () => {
  const index = fileURLToPath(new URL('index.ts', import.meta.url))
  const browser = {
    ...BASE,
    types: [],
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  }
  expect(complaints(new Map([[index, undefined]]), browser)).toEqual([])
})
