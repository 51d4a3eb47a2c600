import type { Writable } from 'node:stream'
import type { DatabaseAddress } from '@flowkit/service'
import { runProgram } from './programs.ts'

/**
 * What a restored database is better off without: the tables of results, which are computed anew, and what processes
 * knew that were at work then. The specs of queries stay, so that their ids are known, and so does the ledger.
 */
const LEFT_OUT = [
  '--exclude-table=cache.x*',
  '--exclude-table=released.*',
  ...[
    'cached',
    'claims',
    'dependencies',
    'interests',
    'result_versions',
    'results',
    'tasks',
    'uses',
    'wants',
    'workers',
  ].map(table => `--exclude-table-data=cache.${table}`),
]

/**
 * Writes everything that a FlowDB holds, as it was at one moment, in the custom format of `pg_dump`. Loads and queries go
 * on meanwhile. Logins and their passwords are not in it: they belong to the server.
 *
 * @throws {FlowDbError} where it cannot be read or written.
 */
export function backUp(database: DatabaseAddress, output: Writable): Promise<void> {
  return runProgram('pg_dump', database, ['--format=custom', ...LEFT_OUT], { output })
}
