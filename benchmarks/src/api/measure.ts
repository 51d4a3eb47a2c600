import { residentBytes } from '../server/processes.ts'
import type { Caller } from './caller.ts'
import { closedLoop, type Loop } from './closed-loop.ts'
import type { StoredQuery } from './stored.ts'
import type { ApiSystem } from './system.ts'

/** A stored result, by plain SQL and through the gateway. */
export interface Latency {
  readonly sql: Loop
  readonly gateway: Loop
  /** How often the gateway was too busy, and was asked again after the time that it said. */
  readonly turnedAway: number
}

/** How long a small stored result takes, for so many clients at a time. */
export async function latency(
  { reader }: ApiSystem,
  caller: Caller,
  stored: StoredQuery,
  clients: number,
  seconds: number,
): Promise<Latency> {
  const sql = await closedLoop(clients, seconds, async () => {
    const { rowCount } = await reader.query(`SELECT * FROM ${stored.table}`)
    if (rowCount !== stored.rows) throw new Error(`PostgreSQL gave ${rowCount} rows`)
  })
  const tokens = Array.from({ length: clients }, (_, user) => stored.token(user))
  const before = caller.turnedAway
  const gateway = await closedLoop(clients, seconds, async client => {
    const { status, body } = await caller.call(`/api/0/get/${stored.id}.csv`, { token: tokens[client] ?? '' })
    const lines = body.split('\r\n').length
    // The names of the columns, and nothing after the last line.
    if (status !== 200 || lines !== stored.rows + 2)
      throw new Error(`FlowAPI answered ${status} with ${lines} lines: ${body.slice(0, 200)}`)
  })
  return { sql, gateway, turnedAway: caller.turnedAway - before }
}

/** How often a stored query is run, and polled, by so many clients at a time. */
export async function rates(
  caller: Caller,
  { id, body, token }: StoredQuery,
  clients: number,
  seconds: number,
): Promise<{ readonly run: Loop; readonly poll: Loop }> {
  const tokens = Array.from({ length: clients }, (_, user) => token(user))
  const expecting = (expected: number, path: string, call: { method: 'GET' | 'POST'; body?: string }) =>
    closedLoop(clients, seconds, async client => {
      const { status } = await caller.call(path, { token: tokens[client] ?? '', ...call })
      if (status !== expected) throw new Error(`FlowAPI answered ${status} at ${path}`)
    })
  return {
    run: await expecting(202, '/api/0/run', { method: 'POST', body }),
    poll: await expecting(303, `/api/0/poll/${id}`, { method: 'GET' }),
  }
}

/** A large result that was streamed. */
export interface Streamed {
  readonly format: string
  readonly coding: string
  readonly rows: number
  readonly seconds: number
  readonly bytes: number
  /** The most memory that the gateway's process held, in bytes. */
  readonly peakMemory: number
  /** What it held before. */
  readonly memoryBefore: number
}

/** The formats of results without places, and how they can be compressed. */
const STREAMS = [
  ['csv', 'identity'],
  ['csv', 'gzip'],
  ['csv', 'br'],
  ['json', 'identity'],
  ['arrow', 'identity'],
  ['parquet', 'identity'],
] as const

/** Streams the stored result in each format, each from a gateway that has just been started. */
export async function streams(
  { restartGateway }: ApiSystem,
  caller: Caller,
  { id, token }: StoredQuery,
  rows: number,
): Promise<Streamed[]> {
  const measured: Streamed[] = []
  for (const [format, coding] of STREAMS) {
    const pid = await restartGateway()
    const memoryBefore = residentBytes(pid)
    const start = performance.now()
    const call = { token: token(0), accepts: coding, keep: false }
    const { status, headers, bytes } = await caller.call(`/api/0/get/${id}.${format}`, call)
    const seconds = (performance.now() - start) / 1_000
    if (status !== 200 || (headers['content-encoding'] ?? 'identity') !== coding)
      throw new Error(`FlowAPI answered ${status} for ${format} by ${coding}`)
    const peakMemory = residentBytes(pid, 'at most')
    measured.push({ format, coding, rows, seconds, bytes, peakMemory, memoryBefore })
  }
  return measured
}
