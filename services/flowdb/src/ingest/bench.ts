import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startPostgres } from '@flowkit/local-stack'

/**
 * Ingests a day of calls from a file, and one of ten times as many, on a throw-away server, and says how long the
 * command took and how much memory it had at most. It is read as a stream: memory does not grow with the file. Linux
 * only, where /proc tells the peak of a process.
 */
const PROGRAM = fileURLToPath(new URL('../main.js', import.meta.url))
const SIZES = [200_000, 2_000_000]
const SUBSCRIBERS = 20_000

/** A CSV file of calls, by numbers in clear, so that pseudonyms are made too. */
async function writeCalls(file: string, count: number): Promise<void> {
  function* lines() {
    yield 'msisdn,msisdn_counterpart,datetime,location_id,outgoing,duration\n'
    for (let from = 0; from < count; from += 10_000) {
      let chunk = ''
      for (let n = from; n < Math.min(count, from + 10_000); n += 1) {
        const digest = createHash('md5').update(`${n}`).digest()
        const seconds = digest.readUInt32LE(0) % 86_400
        const time = new Date(seconds * 1000).toISOString().slice(11, 19)
        const [caller, callee] = [digest.readUInt32LE(4) % SUBSCRIBERS, digest.readUInt32LE(8) % SUBSCRIBERS]
        chunk += `97798${1e6 + caller},97798${1e6 + callee},2016-01-01 ${time},S${digest[15]},true,${seconds % 600}\n`
      }
      yield chunk
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
}

/** The most memory that a process has had so far, in megabytes; 0 when it is gone. */
async function peakMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1000
}

async function ingest(
  file: string,
  env: Record<string, string>,
): Promise<{ seconds: number; megabytes: number }> {
  const start = performance.now()
  const command = spawn(process.execPath, [PROGRAM, 'ingest', 'calls', '2016-01-01', file], {
    env,
    stdio: ['ignore', 'inherit', 'ignore'],
  })
  let megabytes = 0
  const look = setInterval(async () => {
    megabytes = Math.max(megabytes, await peakMemory(command.pid))
  }, 50)
  const [code] = await once(command, 'exit')
  clearInterval(look)
  if (code !== 0) throw new Error(`flowdb ingest ended with ${code}`)
  return { seconds: (performance.now() - start) / 1000, megabytes }
}

const folder = await mkdtemp(join(tmpdir(), 'flowkit-ingest-bench-'))
const server = await startPostgres({})
try {
  const env = {
    FLOWDB_HOST: server.host,
    FLOWDB_PORT: String(server.port),
    FLOWDB_DATABASE: server.database,
    POSTGRES_USER: server.user,
    POSTGRES_PASSWORD: server.password,
    FLOWMACHINE_FLOWDB_PASSWORD: 'benchmark',
    FLOWAPI_FLOWDB_PASSWORD: 'benchmark',
    FLOWDB_PSEUDONYM_KEY: 'a key that guards nothing but a benchmark',
  }
  await promisify(execFile)(process.execPath, [PROGRAM, 'migrate'], { env })
  const file = join(folder, 'calls.csv')
  for (const size of SIZES) {
    await writeCalls(file, size)
    const { seconds, megabytes } = await ingest(file, env)
    console.log(`  ${seconds.toFixed(1)} s, at most ${megabytes.toFixed(0)} MB of memory`)
  }
} finally {
  await server.stop()
  await rm(folder, { recursive: true })
}
