import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** How lines with answers begin: a library may write its log between them. */
const ANSWER = '{"name":'

/** Runs a program that is told what to do as JSON, and answers by lines of it that begin with a name. */
export async function answerLines<T>(
  program: string,
  args: readonly string[],
  request: unknown,
): Promise<T[]> {
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
