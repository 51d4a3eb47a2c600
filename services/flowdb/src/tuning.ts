import { postgresSize } from './sizes.ts'

/** What the server has to work with. */
export interface Machine {
  /** Bytes. */
  readonly memory: number
  readonly cpus: number
}

/** What an administrator decides instead. Sizes in bytes. */
export interface TuningOverrides {
  /** The memory to share out, where it isn't all that the machine has. */
  readonly totalMemory?: number | undefined
  readonly sharedBuffers?: number | undefined
  readonly effectiveCacheSize?: number | undefined
  /** The CPUs to use, where they aren't all that the machine has. */
  readonly cpus?: number | undefined
  readonly workers?: number | undefined
  readonly workersPerGather?: number | undefined
  readonly jit?: boolean | undefined
  readonly statisticsTarget?: number | undefined
  readonly locksPerTransaction?: number | undefined
}

/** A setting of PostgreSQL, by its name in postgresql.conf. */
export interface ServerSetting {
  readonly name: string
  readonly value: string
  /** Why it is so, in one line. */
  readonly reason: string
}

const MB = 1024 ** 2
const GB = 1024 ** 3

/** FlowMachine's workers, FlowAPI's streams, people and loaders, with room for several FlowMachine processes. */
const CONNECTIONS = 200

/** Queries that compute at the same moment, and how many sorts or hashes each of them has in memory. */
const BUSY_QUERIES = 8
const SORTS_PER_QUERY = 2

/**
 * The settings of a PostgreSQL server that does nothing but FlowDB: few, large, mostly reading queries over tables
 * that are written once, on SSDs.
 */
export function tuneServer(machine: Machine, overrides: TuningOverrides = {}): ServerSetting[] {
  const memory = overrides.totalMemory ?? machine.memory
  const cpus = overrides.cpus ?? machine.cpus
  return [
    ...memorySettings(memory, cpus, overrides),
    ...workerSettings(cpus, overrides),
    ...plannerSettings(overrides),
    ...writeAheadLogSettings(memory),
    ...connectionSettings(overrides),
  ]
}

/** The settings as a fragment of postgresql.conf, each with its reason above it. */
export function renderSettings(settings: readonly ServerSetting[]): string {
  return settings.map(({ name, value, reason }) => `# ${reason}\n${name} = ${value}\n`).join('\n')
}

function memorySettings(memory: number, cpus: number, overrides: TuningOverrides): ServerSetting[] {
  const processes = BUSY_QUERIES * (workersPerGather(cpus, overrides) + 1)
  return [
    {
      name: 'shared_buffers',
      value: postgresSize(overrides.sharedBuffers ?? sizeWithin(memory / 4, 128 * MB, 32 * GB)),
      reason:
        "A quarter of the memory, 32 GB at most; the rest is the operating system's cache, which serves long scans.",
    },
    {
      name: 'effective_cache_size',
      value: postgresSize(overrides.effectiveCacheSize ?? sizeWithin((memory * 3) / 4, 0, memory)),
      reason: 'What both caches hold together, for the planner to reckon with; nothing is allocated.',
    },
    {
      name: 'work_mem',
      value: postgresSize(sizeWithin(memory / 4 / (processes * SORTS_PER_QUERY), 16 * MB, GB)),
      reason: `A quarter of the memory, for ${SORTS_PER_QUERY} sorts or hashes in each process of ${BUSY_QUERIES} queries at once.`,
    },
    {
      name: 'maintenance_work_mem',
      value: postgresSize(sizeWithin(memory / 16, 64 * MB, 2 * GB)),
      reason: "Indexes of a day's table are built in memory.",
    },
    {
      name: 'huge_pages',
      value: 'try',
      reason: 'Fewer page table entries for large shared buffers, where the system has set such pages aside.',
    },
  ]
}

function workerSettings(cpus: number, overrides: TuningOverrides): ServerSetting[] {
  const perGather = String(workersPerGather(cpus, overrides))
  return [
    {
      name: 'max_worker_processes',
      value: String(Math.max(cpus, overrides.workers ?? 0)),
      reason: 'As many background processes as there are CPUs.',
    },
    {
      name: 'max_parallel_workers',
      value: String(overrides.workers ?? cpus),
      reason: 'All of them may work on queries.',
    },
    {
      name: 'max_parallel_workers_per_gather',
      value: perGather,
      reason: 'One query gets half of the CPUs beside the process that leads it, so that two can run well.',
    },
    {
      name: 'max_parallel_maintenance_workers',
      value: perGather,
      reason: 'Building an index gets as many as a query does.',
    },
    {
      name: 'max_logical_replication_workers',
      value: '0',
      reason: 'Nothing is replicated, and its launcher would take one of the background processes.',
    },
  ]
}

function plannerSettings({ jit = false, statisticsTarget = 500 }: TuningOverrides): ServerSetting[] {
  return [
    {
      name: 'random_page_cost',
      value: '1.1',
      reason: 'On an SSD a random page costs hardly more than the next one.',
    },
    {
      name: 'effective_io_concurrency',
      value: '200',
      reason: 'An SSD answers many requests at once.',
    },
    {
      name: 'default_statistics_target',
      value: String(statisticsTarget),
      reason:
        'Cells and areas are very unevenly visited; more detail than the default 100 helps to estimate them.',
    },
    {
      name: 'enable_partitionwise_aggregate',
      value: 'on',
      reason: 'Days are aggregated one by one where a query groups by them.',
    },
    {
      name: 'enable_partitionwise_join',
      value: 'on',
      reason: 'Days are joined one by one where both sides are split by them.',
    },
    {
      name: 'jit',
      value: jit ? 'on' : 'off',
      reason: 'Compiling took as long as it saved on the queries that were measured.',
    },
  ]
}

function writeAheadLogSettings(memory: number): ServerSetting[] {
  return [
    {
      name: 'wal_level',
      value: 'minimal',
      reason:
        'A day that is loaded and a result that is stored are written once, not logged and then written again.',
    },
    {
      name: 'max_wal_senders',
      value: '0',
      reason: 'Goes with it: this server has no replicas, and backups are made with pg_dump.',
    },
    {
      name: 'max_wal_size',
      value: postgresSize(sizeWithin(memory / 4, 2 * GB, 16 * GB)),
      reason: 'A large load does not force a checkpoint every few seconds.',
    },
    {
      name: 'checkpoint_timeout',
      value: '30min',
      reason:
        'Pages that are written many times reach the disk once; recovery after a crash takes minutes for it.',
    },
  ]
}

function connectionSettings({ locksPerTransaction = 1024 }: TuningOverrides): ServerSetting[] {
  return [
    {
      name: 'max_connections',
      value: String(CONNECTIONS),
      reason: "FlowMachine's workers, FlowAPI's streams, loading and people, with room to grow.",
    },
    {
      name: 'max_locks_per_transaction',
      value: String(locksPerTransaction),
      reason:
        'A query over a year of days locks each with its indexes; the room is shared by all connections.',
    },
    {
      name: 'client_connection_check_interval',
      value: '10s',
      reason: 'A query whose client is gone ends, instead of computing for nobody.',
    },
  ]
}

function workersPerGather(cpus: number, { workersPerGather }: TuningOverrides): number {
  return workersPerGather ?? Math.ceil(cpus / 2)
}

/** A size within bounds, in whole megabytes. */
function sizeWithin(value: number, min: number, max: number): number {
  return Math.floor(Math.min(Math.max(value, min), max) / MB) * MB
}
