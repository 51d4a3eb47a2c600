import type { Home } from '../home.ts'
import { type BenchmarkQuery, QUERIES } from '../queries.ts'
import { countsOf, differentCounts } from '../run/agreement.ts'
import { Ours } from '../run/ours.ts'
import { seconds } from '../seconds.ts'
import type { Servers } from '../servers.ts'
import { DUCKDB_QUERIES, type DuckDbQuery } from './queries.ts'
import { Yardstick } from './yardstick.ts'

/** Seconds of each time that DuckDB was asked, by the names of the queries. */
export type DuckDbTimes = Readonly<Record<string, readonly number[]>>

/** As much as PostgreSQL has for its shared buffers on the machines this is meant for. */
const MEMORY = '6GB'

/**
 * Times DuckDB on the plain questions, its answers being ours to the row.
 *
 * @throws where they aren't.
 */
export async function runDuckDb(home: Home, servers: Servers, repetitions: number): Promise<void> {
  const ours = new Ours(await servers.startFlowMachine(), servers.flowdb)
  const yardstick = await Yardstick.open(home, MEMORY)
  try {
    await yardstick.fill(home, servers.flowdb, ours)
    const times: Record<string, number[]> = {}
    for (const query of QUERIES) {
      const asked = query.variant === 'plain' ? DUCKDB_QUERIES[query.question] : undefined
      if (!asked) continue
      await compare(yardstick, ours, query, asked)
      const own: number[] = []
      for (let done = 0; done < repetitions; done += 1)
        own.push(await seconds(() => yardstick.run(`CREATE OR REPLACE TEMP TABLE answer AS ${asked.sql}`)))
      times[query.name] = own
      home.write('duckdb', times)
      console.error(`${query.name}: DuckDB ${own.map(time => time.toFixed(3)).join(' ')}`)
    }
  } finally {
    yardstick.close()
  }
}

async function compare(
  yardstick: Yardstick,
  ours: Ours,
  { name, spec }: BenchmarkQuery,
  { sql, exact }: DuckDbQuery,
): Promise<void> {
  const rows = countsOf(await yardstick.rows(sql))
  if (!exact) return
  const different = differentCounts(rows, await ours.counts(await ours.compute(spec)), 0)
  if (different.length > 0)
    throw new Error(`"${name}": DuckDB and ours disagree, such as about ${different[0]}`)
}
