import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROGRAM_PATH, REPOSITORY } from '../../config.ts'
import type { Home } from '../home.ts'
import type { BenchmarkQuery } from '../queries.ts'
import type { Servers } from '../servers.ts'

/** The library, without its own list of what it needs: that names a version of pglast which the index no longer has. */
const LIBRARY = 'flowmachine==1.34.0'

/** What it needs, at versions on which it runs. */
const REQUIREMENTS = `${REPOSITORY}benchmarks/flowmachine/requirements.txt`

const SCRIPT = `${REPOSITORY}benchmarks/flowmachine/render.py`

/** What FlowKit runs for a query. */
export interface RenderedQuery {
  /** The library's classes, the outermost first. */
  readonly classes: readonly string[]
  readonly sql: string
  /** What the redaction chooses from; null where the library redacts nothing. */
  readonly unredacted: string | null
  /** Parts that are stored beforehand. */
  readonly stored: readonly StoredTable[]
  /** Parts about single subscribers, which the library's server stores before the query itself. */
  readonly steps: readonly StoredTable[]
  /** The parts that the query names, and the located events that their daily locations choose from. */
  readonly parts: readonly { readonly table: string; readonly choices: readonly string[] }[]
}

/** A table of the library's cache, and how it is made. */
export interface StoredTable {
  readonly table: string
  readonly statements: readonly string[]
}

/** The outcome of the stage, by the names of the queries. */
export interface Rendering {
  readonly library: string
  readonly queries: Readonly<Record<string, RenderedQuery | { readonly error: string }>>
}

/** What the library is asked to render. */
export type Renderable = Pick<BenchmarkQuery, 'name' | 'spec' | 'storedByFlowKit'>

/**
 * Has the library render queries over FlowKit's layout, whose days it looks up. Nothing of what it makes belongs in
 * the repository.
 *
 * @param record The name of the {@link Rendering}.
 */
export function renderQueries(
  home: Home,
  servers: Servers,
  asked: readonly Renderable[],
  record: string,
): void {
  const python = environment(home)
  const request = home.path('render-request.json')
  const answer = home.path(`${record}.json`)
  const { host, port } = servers.postgres
  const flowdb = { host, port, database: 'flowkit', user: 'flowmachine', password: home.password }
  const redis = { host: servers.redis.host, port: servers.redis.port, password: servers.redis.password }
  const queries = asked.map(({ name, spec, storedByFlowKit }) => ({ name, spec, stored: storedByFlowKit }))
  writeFileSync(request, JSON.stringify({ flowdb, redis, queries }), { mode: 0o600 })
  // The library prints SQL on its standard output.
  const stdio = ['ignore', 'ignore', 'inherit'] as const
  execFileSync(python, [SCRIPT, request, answer], { env: { PATH: PROGRAM_PATH }, stdio: [...stdio] })
}

/** The Python with the library, made where it is missing. */
function environment(home: Home): string {
  const folder = join(home.shared, 'venv')
  const python = join(folder, 'bin', 'python')
  const complete = join(folder, 'complete')
  if (existsSync(complete)) return python
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'inherit' })
  run('python3', '-m', 'venv', folder)
  run(python, '-m', 'pip', 'install', '--quiet', '--no-deps', LIBRARY)
  run(python, '-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS)
  writeFileSync(complete, '')
  return python
}
