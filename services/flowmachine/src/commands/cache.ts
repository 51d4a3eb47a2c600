import { type Command, createCommand } from 'commander'
import type pg from 'pg'
import { prune, reset } from '../execution/prune.ts'
import { cacheStatus } from '../store/cache.ts'
import { dropRetiredResults } from '../store/retired.ts'
import { withDatabase } from './database.ts'

/** `flowmachine cache status | prune | reset`: looks after stored results, also while FlowMachine runs. */
export function cacheCommand(): Command {
  const command = createCommand('cache').description('look after the stored results')
  command
    .command('status')
    .description('show what the cache holds, and its limits')
    .action(() => withDatabase(async database => console.log(await summary(database))))
  command
    .command('prune')
    .description('bring the cache within its size now, as FlowMachine does each minute')
    .action(() =>
      withDatabase(async (database, { graceSeconds }) => {
        console.log(`Evicted ${amount(await prune(database, graceSeconds))}.`)
        console.log(await dropped(database, graceSeconds))
      }),
    )
  command
    .command('reset')
    .description('evict every result that no query waits for; each is computed again when it is asked for')
    .action(() =>
      withDatabase(async (database, { graceSeconds }) => {
        console.log(`Evicted ${amount(await reset(database))}.`)
        console.log(await dropped(database, graceSeconds))
      }),
    )
  return command
}

async function dropped(database: pg.Pool, graceSeconds: number): Promise<string> {
  const tables = await dropRetiredResults(database, graceSeconds)
  return `Dropped ${tables} tables; those of results that somebody may still read go ${graceSeconds} seconds after their results.`
}

async function summary(database: pg.Pool): Promise<string> {
  const status = await cacheStatus(database)
  const { cache_protected_period: period } = status
  return [
    `Stored     ${amount(status)}`,
    `Limit      ${megabytes(status.cache_size)} (CACHE_SIZE)`,
    `Half-life  ${status.half_life} uses (CACHE_HALF_LIFE)`,
    `Protected  ${period < 0 ? 'nothing' : `for ${period} seconds`} (CACHE_PROTECTED_PERIOD)`,
    `Leaving    ${amount({ results: status.retired, bytes: status.retired_bytes })}, replaced or evicted`,
  ].join('\n')
}

function amount({ results, bytes }: { readonly results: number; readonly bytes: number }): string {
  return `${results} results, ${megabytes(bytes)}`
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
