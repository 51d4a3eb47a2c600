import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { RedisAddress } from '@flowkit/local-stack'
import { type Gateway, rowsOf } from '../harness/gateway.ts'
import { pythonWith } from '../harness/python.ts'
import type { FlowDbAddress } from '../harness/services.ts'
import type { ParameterSet } from './sets.ts'

/** The rows of a query, or why there are none. */
export type Outcome = { readonly rows: readonly Row[] } | { readonly error: string }

/** A row of a result by its columns. */
export type Row = Readonly<Record<string, unknown>>

/** What one engine makes of a query: before and after small numbers are withheld. */
export interface Answer {
  readonly unredacted: Outcome
  readonly redacted: Outcome
}

/** The release of FlowKit's engine that ours is compared with. */
export const FLOWMACHINE_RELEASE = '1.34'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What the library needs. */
const REQUIREMENTS = fromHere('../../../benchmarks/flowmachine/requirements.txt')

/** Python is not built into `dist`, where this may run from. */
const SCRIPT = fromHere('../../src/python-engine/compute.py')

/** The program that computes aggregates of ours, before they are released. */
const UNREDACTED = fromHere('../../../services/flowmachine/dist/testing/unredacted.js')

/** Has FlowKit's engine answer, on a database of its own: it stores what it computes. */
export async function answersOfFlowKit(
  sets: readonly ParameterSet[],
  flowdb: FlowDbAddress,
  redis: RedisAddress,
): Promise<Map<string, Answer>> {
  const python = join(await pythonWith('flowmachine', FLOWMACHINE_RELEASE, REQUIREMENTS), 'python')
  const { user, password } = flowdb.flowmachine
  const lines = await linesOf<{ name: string } & Answer>(python, ['-W', 'ignore', SCRIPT], {
    flowdb: { host: flowdb.host, port: flowdb.port, user, password, database: flowdb.name },
    redis: { host: redis.host, port: redis.port, password: redis.password },
    queries: specsOf(sets),
  })
  return new Map(lines.map(({ name, ...answer }) => [name, answer]))
}

/** Has ours answer: people's answers over HTTP, the unredacted ones by the engine's own code. */
export async function answersOfOurs(
  sets: readonly ParameterSet[],
  flowdb: FlowDbAddress,
  api: Gateway,
): Promise<Map<string, Answer>> {
  const lines = await linesOf<{ name: string } & Outcome>(process.execPath, [UNREDACTED], {
    url: flowdb.superuser.url,
    queries: specsOf(sets),
  })
  const unredacted = new Map(lines.map(({ name, ...outcome }) => [name, outcome]))
  const answers = new Map<string, Answer>()
  for (const { name, spec } of sets) {
    const redacted = await rowsOf(api, spec).then(
      (rows): Outcome => ({ rows }),
      (error: unknown): Outcome => ({ error: String(error) }),
    )
    answers.set(name, { unredacted: unredacted.get(name) ?? { error: 'was not computed' }, redacted })
  }
  return answers
}

const specsOf = (sets: readonly ParameterSet[]) =>
  Object.fromEntries(sets.map(({ name, spec }) => [name, spec]))

/** How lines with answers begin: the library writes its log between them. */
const ANSWER = '{"name":'

/** Runs a program that is told what to do as JSON, and answers by lines of it. */
async function linesOf<T>(program: string, args: readonly string[], request: unknown): Promise<T[]> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  )
  child.stdin.end(JSON.stringify(request))
  const [answers, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaints.slice(-2_000)}`)
  return answers
    .split('\n')
    .filter(line => line.startsWith(ANSWER))
    .map(line => JSON.parse(line))
}
