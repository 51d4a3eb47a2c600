import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { type Command, createCommand, InvalidArgumentError } from 'commander'
import { table } from '../flowdb/report/markdown.ts'
import { load, type Measured, type Times } from './load.ts'
import { startSignInSystem } from './system.ts'

/** Sign-ins a second; the first is how it is when nobody does. */
const RATES = [0, 10, 20, 30]
/** With a hundred, the same account is not signed in to twice at a time. */
const PEOPLE = 101

/** `bench sign-in`: how many people can sign in at a time, and whether others have to wait for them. */
export function signInCommand(): Command {
  return createCommand('sign-in')
    .description('measure how many people FlowAuth can sign in, and whether others have to wait for them')
    .option('--seconds <number>', 'for how long people sign in at each rate', seconds, 20)
    .option('--output <file>', 'where the report goes; the screen unless told')
    .action(bench)
}

async function bench({
  seconds,
  output,
}: {
  readonly seconds: number
  readonly output?: string
}): Promise<void> {
  const before = loadavg()[0] ?? 0
  const system = await startSignInSystem(PEOPLE)
  try {
    const measured: Measured[] = []
    for (const rate of RATES) {
      process.stderr.write(`${rate} sign-ins a second\n`)
      measured.push(await load(system, rate, seconds))
    }
    const text = report(measured, seconds, before)
    if (output === undefined) process.stdout.write(text)
    else writeFileSync(output, text)
  } finally {
    await system.stop()
  }
}

function report(measured: readonly Measured[], seconds: number, before: number): string {
  const rows = measured.map(({ rate, signIns, others }) => [String(rate), ...told(signIns), ...told(others)])
  const day = new Date().toISOString().slice(0, 10)
  return `# How many people can sign in

Written by \`pnpm bench sign-in\` on ${day}: ${cpus().length} cores of ${cpus()[0]?.model}, load ${before.toFixed(1)} before it
began; FlowAuth, PostgreSQL and those who sign in all on this machine. People sign in for ${seconds} seconds at each rate,
whether those before them have been answered or not, each from an address of their own, with FlowAuth's limits on. A
password is hashed by argon2id with 19 MiB and 2 passes, which is what takes the time. Beside them, somebody who is signed
in asks for something ten times a second. In milliseconds.

${table(['sign-ins a second', 'p50', 'p99', 'not answered', 'others: p50', 'p99', 'not answered'], rows)}
`
}

const told = ({ requests, p50, p99, failed }: Times) =>
  requests === 0 ? ['', '', ''] : [p50.toFixed(0), p99.toFixed(0), String(failed)]

function seconds(text: string): number {
  const number = Number(text)
  if (!(number >= 1 && number <= 600)) throw new InvalidArgumentError('It must be 1 to 600 seconds.')
  return number
}
