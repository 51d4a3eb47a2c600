import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { LOOPBACK } from '@flowkit/local-stack'
import { type Command, createCommand } from 'commander'
import type pg from 'pg'
import { DEFAULT_HOME, REPOSITORY } from '../config.ts'
import { Home } from '../flowdb/home.ts'
import type { FlowMachine } from '../flowdb/run/flowmachine.ts'
import { seconds } from '../flowdb/seconds.ts'
import { withServers } from '../flowdb/servers.ts'
import { makeCountry, makeEntries } from './entries.ts'

const COMMAND = `${REPOSITORY}services/flowmachine/dist/cli.js`
const QUERIES_BEFORE = 50
const LOOK_MS = 20

/** `bench cache`: evicts all of a large cache and drops its tables, while queries are computed. */
export function cacheCommand(): Command {
  return createCommand('cache')
    .description('prune a cache of many results, while queries are asked and computed')
    .option('--entries <number>', 'how many results', Number, 100_000)
    .option('--home <folder>', 'where the database is kept (FLOWKIT_BENCH_HOME)', DEFAULT_HOME)
    .action(({ entries, home }: { entries: number; home: string }) => bench(new Home(home, 'cache'), entries))
}

function bench(home: Home, entries: number): Promise<void> {
  return withServers(home, async servers => {
    const { flowdb } = servers
    await makeCountry(flowdb)
    console.log(
      `Made ${entries} entries in ${(await seconds(() => makeEntries(flowdb, entries))).toFixed(1)} s.`,
    )
    await sizeOfCache(flowdb, 'unlimited')
    const machine = await servers.startFlowMachine()

    const before = []
    while (before.length < QUERIES_BEFORE) before.push(await seconds(() => computeAnew(flowdb, machine)))

    await sizeOfCache(flowdb, 'nothing')
    const pruning = prune({
      FLOWDB_HOST: LOOPBACK,
      FLOWDB_PORT: String(servers.postgres.port),
      FLOWDB_DATABASE: 'flowdb',
      FLOWMACHINE_FLOWDB_PASSWORD: home.password,
      FLOWMACHINE_RESULT_GRACE_SECONDS: '0',
    })
    let going = true
    const observed = observe(flowdb, () => going)
    const during: number[] = []
    const asking = (async () => {
      while (going) during.push(await seconds(() => computeAnew(flowdb, machine)))
    })()
    const took = await seconds(() => pruning)
    going = false
    await asking

    const { cpuSeconds, longestLock } = await observed
    console.log(
      `Pruned in ${took.toFixed(1)} s, in which the database computed for ${cpuSeconds.toFixed(1)} s.`,
    )
    console.log(`A query took ${spread(before)} before, and ${spread(during)} meanwhile.`)
    console.log(`The longest that FlowMachine waited for a lock was ${(longestLock * 1_000).toFixed(0)} ms.`)
  })
}

/** Runs `flowmachine cache prune` and says what it says, with the time. */
async function prune(env: Readonly<Record<string, string>>): Promise<void> {
  const start = performance.now()
  const child = spawn(process.execPath, [COMMAND, 'cache', 'prune'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  lines.on('line', line =>
    console.log(`${((performance.now() - start) / 1_000).toFixed(1).padStart(6)} s  ${line}`),
  )
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`Pruning ended with ${code}`)
}

async function sizeOfCache(database: pg.Pool, size: 'unlimited' | 'nothing'): Promise<void> {
  await database.query(`UPDATE cache.cache_config SET value = $1 WHERE key = 'cache_size'`, [
    size === 'nothing' ? '1' : String(2 ** 50),
  ])
}

/** Has the shapes of the districts computed, which are not stored. */
async function computeAnew(database: pg.Pool, machine: FlowMachine): Promise<void> {
  const id = await machine.run({ query_kind: 'geography', aggregation_unit: 'admin3' })
  await database.query(
    'UPDATE cache.results SET superseded_at = now() WHERE query_id = $1 AND superseded_at IS NULL',
    [id],
  )
}

/** What looking at the database now and then tells, in seconds. */
interface Observed {
  /** The longest that FlowMachine waited for a lock. */
  readonly longestLock: number
  /** The CPU time of the connections that prune: what they would take on a machine that does nothing else. */
  readonly cpuSeconds: number
}

async function observe(database: pg.Pool, going: () => boolean): Promise<Observed> {
  let longestLock = 0
  const cpu = new Map<number, number>()
  while (going()) {
    const { rows } = await database.query<{ waited: number | null; pruning: number[] | null }>(
      `SELECT extract(epoch FROM max(clock_timestamp() - waitstart)
           FILTER (WHERE application_name IN ('flowmachine computing', 'flowmachine control')))::float8 AS waited,
         array_agg(DISTINCT pid) FILTER (WHERE application_name = 'flowmachine command') AS pruning
       FROM pg_stat_activity LEFT JOIN pg_locks USING (pid)
       WHERE datname = current_database()`,
    )
    longestLock = Math.max(longestLock, rows[0]?.waited ?? 0)
    for (const pid of rows[0]?.pruning ?? []) cpu.set(pid, cpuSecondsOf(pid) ?? cpu.get(pid) ?? 0)
    await sleep(LOOK_MS)
  }
  return { longestLock, cpuSeconds: [...cpu.values()].reduce((sum, each) => sum + each, 0) }
}

/** Clock ticks a second, as Linux counts CPU time. */
const TICKS = 100

/** The CPU time of a process of this machine, if it is still there. */
function cpuSecondsOf(pid: number): number | undefined {
  try {
    // proc(5): user and system time are the 14th and 15th field; the second, a name in brackets, may hold spaces.
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
    const [user, system] = fields.split(' ').slice(11, 13)
    return (Number(user) + Number(system)) / TICKS
  } catch {
    return undefined
  }
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((one, other) => one - other)
  const at = (share: number) => ((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 1_000).toFixed(0)
  return `${at(0.5)} ms (median of ${sorted.length}), ${at(1)} ms (longest)`
}
