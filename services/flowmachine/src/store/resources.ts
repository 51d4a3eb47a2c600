import type pg from 'pg'
import type { Sql } from '../sql.ts'

/** Which processes of the database server compute a statement. */
export type ComputedBy = 'several processes' | 'one process' | 'small slices' | 'large slices'

/** What the server may spend on one computation. */
export interface Resources {
  /** Bytes that all its sorts and hashes may take together. */
  readonly memory: number
  readonly computedBy: ComputedBy
  /** Above how many subscribers slices are made; small ones have about as many. */
  readonly sliceSubscribers: number
  /** Whether tables are never sorted to be joined, but hashed. */
  readonly joinsByHashes?: boolean
}

/** PostgreSQL's own default for a sort or hash. Below it, every day of a long period would spill. */
const LEAST_MEMORY = 4 * 1024 ** 2
/** A hash table that is smaller than this is no reason to leave others less. */
const SMALL_TABLE = 1024 ** 2
/**
 * What the planner takes handing a row to the leading process to cost, ten times as much as it does by itself: it knows
 * neither into how many rows a worker's share of a day is put together, nor that they are then put together again. So it
 * gives each day to one worker.
 */
const COST_OF_A_ROW = 1
/** With fewer workers the planner sees no gain in computing days side by side. */
const LEAST_WORKERS = 2

/**
 * What a process may take of the server's memory for all that it computes at a time, in bytes, unless it is told
 * otherwise: as much as the shared buffers, which `flowdb tuning` makes a quarter of the machine.
 */
export async function defaultMemory(database: pg.Pool): Promise<number> {
  const { rows } = await database.query<{ bytes: number }>(
    `SELECT pg_size_bytes(current_setting('shared_buffers')) AS bytes`,
  )
  return rows[0]?.bytes ?? LEAST_MEMORY
}

/** Says, for the rest of the transaction, how a statement is computed: by what processes, and with which memory. */
export async function setResources(
  client: pg.ClientBase,
  statement: Sql,
  { memory, computedBy, joinsByHashes }: Omit<Resources, 'sliceSubscribers'>,
): Promise<void> {
  const workers = computedBy === 'several processes' ? await mostWorkers(client) : 0
  await setProcesses(client, workers, joinsByHashes)
  await shareMemory(client, statement, memory, plan => memoryParts(plan, 1))
}

/** How many parallel workers may compute a statement. */
export async function mostWorkers(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ workers: number }>(
    `SELECT current_setting('max_parallel_workers_per_gather')::integer AS workers`,
  )
  return Math.max(rows[0]?.workers ?? 0, LEAST_WORKERS)
}

/**
 * Says, for the rest of the transaction, how many workers compute a statement. The days of a period are counted side by
 * side by them; the process that leads them writes the table meanwhile. Compiling expressions (JIT) takes as long as it
 * saves.
 */
export async function setProcesses(
  client: pg.ClientBase,
  workers: number,
  joinsByHashes = false,
): Promise<void> {
  await client.query(
    `SELECT set_config('jit', 'off', true),
       set_config('parallel_leader_participation', 'off', true),
       set_config('parallel_tuple_cost', '${COST_OF_A_ROW}', true),
       set_config('max_parallel_workers_per_gather', $1, true),
       set_config('enable_mergejoin', $2, true)`,
    [String(workers), joinsByHashes ? 'off' : 'on'],
  )
}

/**
 * Says, for the rest of the transaction, how much memory a sort or hash may take (`work_mem`), of which a statement has as
 * many as its plan says, each in every process that runs it, and none gives its memory back before the end. Each of them
 * gets an equal part of what the computation may take, so that nothing spills to disk where memory is free, and no plan
 * takes more. The tables of few cells and places, whose sizes the planner knows, are left out of the count.
 *
 * @param partsOf Among how many a plan divides it.
 */
export async function shareMemory(
  client: pg.ClientBase,
  statement: Sql,
  memory: number,
  partsOf: (plan: PlanNode) => number,
): Promise<void> {
  const set = (bytes: number) =>
    client.query(`SELECT set_config('hash_mem_multiplier', '1', true), set_config('work_mem', $1, true)`, [
      kilobytes(bytes),
    ])
  await set(memory)
  const parts = partsOf(await planOf(client, statement))
  await set(Math.max(memory / Math.max(parts, 1), LEAST_MEMORY))
}

/** How PostgreSQL would run a statement, by the settings of the moment. */
export async function planOf(client: pg.ClientBase, statement: Sql): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
    `EXPLAIN (FORMAT JSON) ${statement}`,
  )
  const [plan] = rows
  if (!plan) throw new Error('PostgreSQL has explained nothing')
  return plan['QUERY PLAN'][0].Plan
}

const kilobytes = (bytes: number) => `${Math.floor(bytes / 1024)}kB`

/** A node of a plan, as EXPLAIN tells it. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Total Cost': number
  readonly Strategy?: string
  readonly 'Parallel Aware': boolean
  readonly 'Plan Rows': number
  readonly 'Plan Width': number
  readonly 'Workers Planned'?: number
  readonly Plans?: readonly PlanNode[]
}

/** How many sorts and hashes of unknown or considerable size a plan has at once, by all `processes` that run it. */
export function memoryParts(node: PlanNode, processes: number): number {
  // The leading process only takes part where it gets no workers at all.
  const below = node['Workers Planned'] ?? processes
  const parts = (node.Plans ?? []).map(each =>
    memoryParts(each, node['Node Type'] === 'Append' && !isShared(each) ? 1 : below),
  )
  return parts.reduce((sum, part) => sum + part, takesMemory(node) ? processes : 0)
}

/** Whether processes share the work of a plan; otherwise one of them does it all. */
function isShared(node: PlanNode): boolean {
  return node['Parallel Aware'] || (node.Plans ?? []).some(isShared)
}

function takesMemory(node: PlanNode): boolean {
  switch (node['Node Type']) {
    case 'Sort':
    case 'Materialize':
    case 'WindowAgg':
    case 'CTE Scan':
      return true
    // How many groups there are is a guess wherever days are put together.
    case 'Aggregate':
      return node.Strategy === 'Hashed' || node.Strategy === 'Mixed'
    case 'Hash':
      return node['Plan Rows'] * node['Plan Width'] > SMALL_TABLE
    default:
      return false
  }
}
