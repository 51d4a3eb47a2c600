import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from './programs.ts'

const PACKAGE = fileURLToPath(new URL('../../../packages/flowclient', import.meta.url))

/** A project that has nothing but the client, as it would be published. */
export interface EmptyProject {
  readonly folder: string
  /** The client's folder in it. */
  readonly client: string
  remove(): Promise<void>
}

/**
 * Packs the client, and unpacks it where a package manager would. What its command needs beside itself is not there: the
 * library needs nothing.
 */
export async function emptyProject(): Promise<EmptyProject> {
  const folder = await mkdtemp(join(tmpdir(), 'flowclient-project-'))
  const client = join(folder, 'node_modules/flowclient')
  await mkdir(client, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  await runCommand('npx', [
    '--yes',
    '--prefer-offline',
    'pnpm@12',
    '-C',
    PACKAGE,
    'pack',
    '--pack-destination',
    folder,
  ])
  const archive = (await readdir(folder)).find(name => name.endsWith('.tgz'))
  if (archive === undefined) throw new Error('Nothing was packed')
  await runCommand('tar', ['-xzf', join(folder, archive), '-C', client, '--strip-components=1'])
  return { folder, client, remove: () => rm(folder, { recursive: true }) }
}

/** The blocks of TypeScript in a text. */
export function examplesIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
}
