import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import type { Files } from './files.ts'

/** The folder of the builders. */
export const QUERIES = new URL('../../src/queries/', import.meta.url)

const MARK = '// -- file '
const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')

/** Files as the repository has them formatted, all in one call. */
export function formatted(files: Files): Files {
  const together = [...files].map(([name, text]) => `${MARK}${name}\n\n${text}`).join('\n')
  const output = execFileSync(process.execPath, [BIOME, 'format', '--stdin-file-path=queries.ts'], {
    input: together,
    encoding: 'utf8',
  })
  return new Map(
    output
      .split(MARK)
      .slice(1)
      .map(part => {
        const end = part.indexOf('\n')
        return [part.slice(0, end), `${part.slice(end).trim()}\n`]
      }),
  )
}
