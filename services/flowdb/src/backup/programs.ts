import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { DatabaseAddress } from '@flowkit/service'
import { programEnvironment } from '../config.ts'
import { FlowDbError, reasonOf } from '../errors.ts'

/** How many of a program's complaints are repeated: the first says what is wrong, others follow from it. */
const REPEATED_LINES = 3

/** What a program reads and writes; nothing where it is left out. */
export interface Streams {
  readonly input?: Readable
  readonly output?: Writable
}

/**
 * Runs one of PostgreSQL's own programs, which must be on the PATH, against a database.
 *
 * @throws {FlowDbError} with its first complaints where it fails, and where it is not installed.
 */
export async function runProgram(
  program: 'pg_dump' | 'pg_restore',
  address: DatabaseAddress,
  args: readonly string[],
  { input, output }: Streams = {},
): Promise<void> {
  const child = spawn(program, args, { env: programEnvironment(address) })
  const ended = once(child, 'close').catch(error => {
    throw new FlowDbError(`${program} of PostgreSQL cannot be run: ${reasonOf(error)}`, { cause: error })
  })
  const complaints = text(child.stderr)
  if (!input) child.stdin.end()
  if (!output) child.stdout.resume()
  const streams = await Promise.allSettled([
    input && pipeline(input, child.stdin),
    output && pipeline(child.stdout, output),
  ])
  const broken = streams.find(stream => stream.status === 'rejected')
  // Where it ended first, it says why.
  if (broken) child.kill()
  const [code] = await ended
  if (code !== 0 && code !== null) throw new FlowDbError(`${program} failed: ${firstLines(await complaints)}`)
  if (broken) throw new FlowDbError(reasonOf(broken.reason), { cause: broken.reason })
  if (code === null) throw new FlowDbError(`${program} was stopped`)
}

const firstLines = (complaints: string) =>
  complaints.trim().split('\n').slice(0, REPEATED_LINES).join('; ') || 'it did not say why'
