import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RedisAddress } from '@flowkit/local-stack'
import { answerLines } from '../harness/answer-lines.ts'
import { computed } from '../harness/computed.ts'
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

/** Has FlowKit's engine answer, on a database of its own: it stores what it computes. */
export async function answersOfFlowKit(
  sets: readonly ParameterSet[],
  flowdb: FlowDbAddress,
  redis: RedisAddress,
): Promise<Map<string, Answer>> {
  const python = join(await pythonWith('flowmachine', FLOWMACHINE_RELEASE, REQUIREMENTS), 'python')
  const { user, password } = flowdb.flowmachine
  const lines = await answerLines<{ name: string } & Answer>(python, ['-W', 'ignore', SCRIPT], {
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
  const unredacted = await computed(flowdb.superuser.url, specsOf(sets))
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
