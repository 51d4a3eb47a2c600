import { startPostgres } from '@flowkit/local-stack'
import { expect, test } from 'vitest'
import { column, connect } from './testing.ts'
import { renderSettings, tuneServer } from './tuning.ts'

const GB = 1024 ** 3

function values(...settings: Parameters<typeof tuneServer>): Record<string, string> {
  return Object.fromEntries(tuneServer(...settings).map(({ name, value }) => [name, value]))
}

test('shares out the memory of a large server', () => {
  expect(values({ memory: 64 * GB, cpus: 16 })).toMatchObject({
    shared_buffers: '16GB',
    effective_cache_size: '48GB',
    // 16 GB for 8 queries of 9 processes with 2 sorts each: 113.8 MB.
    work_mem: '113MB',
    maintenance_work_mem: '2GB',
    max_worker_processes: '16',
    max_parallel_workers: '16',
    max_parallel_workers_per_gather: '8',
    max_wal_size: '16GB',
  })
})

test('leaves enough for a small one to work at all', () => {
  expect(values({ memory: GB / 4, cpus: 1 })).toMatchObject({
    shared_buffers: '128MB',
    work_mem: '16MB',
    maintenance_work_mem: '64MB',
    max_parallel_workers_per_gather: '1',
    max_wal_size: '2GB',
  })
})

test('does not give a huge one more shared buffers than serve it', () => {
  expect(values({ memory: 512 * GB, cpus: 64 })).toMatchObject({ shared_buffers: '32GB' })
})

test('does as the administrator decides', () => {
  const decided = {
    totalMemory: 8 * GB,
    sharedBuffers: 3 * GB,
    effectiveCacheSize: 5 * GB,
    cpus: 6,
    workers: 10,
    workersPerGather: 5,
    jit: true,
    statisticsTarget: 1000,
    locksPerTransaction: 36_500,
  }
  expect(values({ memory: 64 * GB, cpus: 16 }, decided)).toMatchObject({
    shared_buffers: '3GB',
    effective_cache_size: '5GB',
    max_wal_size: '2GB',
    max_worker_processes: '10',
    max_parallel_workers: '10',
    max_parallel_workers_per_gather: '5',
    jit: 'on',
    default_statistics_target: '1000',
    max_locks_per_transaction: '36500',
  })
})

test('every setting says why, in a line of its own above it', () => {
  const settings = tuneServer({ memory: 8 * GB, cpus: 4 })
  const lines = renderSettings(settings).split('\n')
  for (const { name, value } of settings) {
    const line = lines.indexOf(`${name} = ${value}`)
    expect(lines[line - 1], name).toMatch(/^# [A-Z].{20,140}[.]$/)
  }
})

test('PostgreSQL starts with the settings and takes them as they were meant', async () => {
  const settings = tuneServer({ memory: GB, cpus: 2 })
  const server = await startPostgres({ configuration: renderSettings(settings) })
  const client = await connect(server)
  try {
    for (const { name, value } of settings)
      expect(await column(client, `SHOW ${name}`), name).toEqual([value])
  } finally {
    await client.end()
    await server.stop()
  }
})
