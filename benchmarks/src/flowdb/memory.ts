import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Home } from './home.ts'
import { QUERIES } from './queries.ts'
import { Ours } from './run/ours.ts'
import type { Servers } from './servers.ts'

/** The greatest memory that PostgreSQL's processes had while a query was computed from nothing, by its name; bytes. */
export interface MemoryRecord {
  readonly peaks: Readonly<Record<string, number>>
  /** What FlowMachine lets all computations take together unless it is told otherwise, in bytes: as much as the shared buffers. */
  readonly allowed: number
}

/** A hash table of this size takes longer to fill. */
const SAMPLE_MS = 10

/**
 * Computes every query of ours once, from nothing, and looks at the memory of PostgreSQL's processes meanwhile: what
 * they have for themselves, without the shared buffers. Timing is left to another stage, which this would disturb.
 */
export async function measureMemory(home: Home, servers: Servers): Promise<void> {
  const ours = new Ours(await servers.startFlowMachine(), servers.flowdb)
  const { rows } = await servers.flowdb.query<{ allowed: number }>(
    `SELECT pg_size_bytes(current_setting('shared_buffers')) AS allowed`,
  )
  const postmaster = Number(readFileSync(home.path('postgres/postmaster.pid'), 'utf8').split('\n')[0])
  const peaks: Record<string, number> = {}
  for (const { name, spec } of QUERIES) {
    const peak = await peakDuring(postmaster, () => ours.compute(spec))
    peaks[name] = peak
    console.error(`${name}: ${Math.round(peak / 1e6)} MB`)
    home.write('memory', { peaks, allowed: rows[0]?.allowed ?? 0 } satisfies MemoryRecord)
  }
}

/** The greatest private memory, in bytes, of a process's children while some work is done. */
async function peakDuring(pid: number, work: () => Promise<unknown>): Promise<number> {
  let working = true
  const done = work().finally(() => {
    working = false
  })
  let peak = 0
  while (working) {
    peak = Math.max(peak, privateMemoryOfChildren(pid))
    await sleep(SAMPLE_MS)
  }
  await done
  return peak
}

function privateMemoryOfChildren(pid: number): number {
  const children = readdirSync('/proc').filter(name => /^\d+$/.test(name) && parentOf(name) === pid)
  return children.reduce((sum, child) => sum + privateMemory(child), 0)
}

function parentOf(pid: string): number | undefined {
  // The name of the program stands in brackets and may hold anything.
  const [, ppid] = told(pid, 'stat')?.match(/\) \S (\d+) /) ?? []
  return ppid === undefined ? undefined : Number(ppid)
}

function privateMemory(pid: string): number {
  const [, kilobytes] = told(pid, 'status')?.match(/^RssAnon:\s+(\d+) kB$/m) ?? []
  return Number(kilobytes ?? 0) * 1024
}

/** What the kernel tells of a process; undefined once it has ended. */
function told(pid: string, file: 'stat' | 'status'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}
