import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PROGRAM, superuserSettings } from '../testing.ts'
import { applyOptOuts } from './apply.ts'
import { Callers } from './testing.ts'

let db: TestFlowDb
let pool: pg.Pool
let callers: Callers

beforeEach(async () => {
  db = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const { host, port, name, superuser } = db
  pool = createPool({ host, port, database: name, ...superuser }, 'test', 4, createLogger('test', 'silent'))
  callers = new Callers(pool)
})
afterEach(async () => {
  await pool.end()
  await db.drop()
})

const startApplying = () =>
  spawn(process.execPath, [PROGRAM, 'opt-out', 'apply'], { stdio: 'ignore', env: superuserSettings(db) })

async function untilGone(): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      "SELECT FROM pg_stat_activity WHERE application_name = 'flowdb opt-out' AND datname = current_database()",
    )
    if (rowCount === 0) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** The first day, which holds Ann, before and after; she is in two of its three calls. */
const BEFORE = [3, 3, 2]
const AFTER = [1, 1, 1]

/** What holds the command up, and so where it dies, and how far it has come by then. */
const steps = {
  'while it makes the day anew': ['LOCK TABLE pg_class IN SHARE MODE', BEFORE],
  'before it seals': ['SELECT FROM etl.sealed_days FOR UPDATE', BEFORE],
  'while it seals': ['LOCK TABLE etl.removals IN SHARE MODE', BEFORE],
  'before it drops the earlier tables': ['LOCK TABLE etl.withdrawn_tables IN SHARE MODE', AFTER],
  'before it takes them from the dictionary': ['SELECT FROM derived.subscribers FOR UPDATE', AFTER],
  'before it withdraws results': ['LOCK TABLE cache.results IN SHARE MODE', AFTER],
} as const

test.each(Object.entries(steps))(
  'killed %s it leaves days whole, and is completed by running it again',
  async (_, [hold, visible]) => {
    await callers.load('calls', '2016-01-01', [['Ann', 'Bob'], ['Ann'], ['Bob', 'Ann']])
    await callers.load('mds', '2016-01-02', [['Bob']])
    await callers.store('cache', 'a1', ['calls/2016-01-01'], 'SELECT subscriber FROM derived.subscribers')
    await callers.store('released', 'b1', ['calls/2016-01-01'], 'SELECT 20 AS value')
    await callers.optOut('Ann')
    const holder = await pool.connect()
    await holder.query('BEGIN')
    await holder.query(hold)
    const command = startApplying()
    const ended = once(command, 'exit')
    await callers.untilSomebodyWaits('flowdb opt-out')
    command.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
    await untilGone()
    await holder.query('COMMIT')
    holder.release(true)

    expect(await callers.seen()).toEqual({ 'calls/2016-01-01': visible, 'mds/2016-01-02': [1, 1, 1] })
    // Results that may not be served any more are known as such from the seal on.
    const revoked = await callers.values('SELECT item FROM etl.revoked_versions')
    expect(revoked).toEqual(visible === AFTER ? ['calls/2016-01-01'] : [])

    await applyOptOuts(pool, { waiting: () => {}, removed: () => {} })
    expect(await callers.seen()).toEqual({ 'calls/2016-01-01': AFTER, 'mds/2016-01-02': [1, 1, 1] })
    expect(await callers.traces('Ann')).toEqual({})
    expect(await callers.resultTables()).toEqual([])
    expect(await callers.values('SELECT count(*) FROM events.calls')).toEqual([1])
    // Three tables of each of the two days, and nothing left over.
    expect(
      await callers.values("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '_2016'"),
    ).toEqual([6])
  },
)
