import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Identity } from '@flowkit/contract'
import { postgresBinaries } from '@flowkit/local-stack'
import { transaction } from '@flowkit/service'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ask } from '../execution/ask.ts'
import { cancel } from '../execution/cancel.ts'
import { statusOf } from '../execution/status.ts'
import { validated } from '../server/actions/query-spec.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { withClient } from '../testing/world.ts'
import { closeForgottenGrants, closeGrant, NoSuchGrant, noteEndedRuns, recordGrant } from './ledger.ts'
import { type LedgerMark, verifyChain } from './ledger-chain.ts'
import { type LedgerEntry, type LedgerFilter, ledgerEntries } from './ledger-history.ts'
import type { StoredResult } from './results.ts'

const who = (subject: string): Identity => ({ issuer: 'FlowAuth', subject, token_id: `token of ${subject}` })
const [ann, ben] = [who('ann'), who('ben')]
const spec = validated({ query_kind: 'geography', aggregation_unit: 'admin3' })

let world: TestEngine
let geography: StoredResult
beforeAll(async () => {
  world = await startEngine({ areas: [[3, 'W', 0, 0, 5, 10]], cells: [['west', 1, 1]], events: {} })
  await world.start(1)
  await ask(world.engine, spec, { identity: ann, priority: 'interactive' })
  const { id } = await world.finish(spec)
  const readable = (await statusOf(world.engine, id))?.readable
  if (!readable) throw new Error('The shapes have not been computed')
  geography = readable
  await noteEndedRuns(world.engine.control)
})
afterAll(() => world.close())

const give = (to: Identity) => recordGrant(world.engine.control, to, spec, geography, 'geojson')
const history = (filter: LedgerFilter = {}) =>
  transaction(world.engine.control, async client => {
    const entries: LedgerEntry[] = []
    for await (const each of ledgerEntries(client, filter)) entries.push(each)
    return entries
  })
const verify = (expected?: readonly LedgerMark[]) =>
  transaction(
    world.engine.control,
    client => verifyChain(client, expected),
    'BEGIN ISOLATION LEVEL REPEATABLE READ',
  )
const entry = async (number: number): Promise<LedgerEntry | undefined> =>
  (await history()).find(each => each.entry === number)

describe('a grant', () => {
  it('says to whom, of what, of which run, in what form and how much, and is open until it is closed', async () => {
    const number = await give(ben)
    expect(await entry(number)).toMatchObject({
      type: 'grant',
      issuer: 'FlowAuth',
      subject: 'ben',
      token_id: 'token of ben',
      query_id: geography.query_id,
      kind: 'geography',
      spec,
      run: geography.run,
      format: 'geojson',
      rows: 1,
      cells_left_out: null,
      outcome: 'open',
    })
    await closeGrant(world.engine.control, ben, number, 'broken off', 4711)
    expect(await entry(number)).toMatchObject({ outcome: 'broken off', bytes: 4711 })
  })

  it('ends once: what is said later changes nothing', async () => {
    const number = await give(ben)
    const closing = await closeGrant(world.engine.control, ben, number, 'whole', 10)
    expect(await closeGrant(world.engine.control, ben, number, 'failed', 0)).toBe(closing)
    expect(await entry(number)).toMatchObject({ outcome: 'whole', bytes: 10 })
  })

  it('is closed by nobody else', async () => {
    const number = await give(ben)
    for (const other of [ann, { ...ben, issuer: null }])
      await expect(closeGrant(world.engine.control, other, number, 'whole', 1)).rejects.toThrow(NoSuchGrant)
    await expect(closeGrant(world.engine.control, ben, number + 1_000, 'whole', 1)).rejects.toThrow(
      NoSuchGrant,
    )
    expect(await entry(number)).toMatchObject({ outcome: 'open' })
  })

  it('of which nobody says how it ended is closed after a time, once, and nobody knows how', async () => {
    const { control } = world.engine
    const [forgotten, ended] = [await give(ben), await give(ben)]
    await closeGrant(control, ben, ended, 'whole', 10)
    await closeForgottenGrants(control, 3_600)
    expect(await entry(forgotten)).toMatchObject({ outcome: 'open' })
    const closed = await Promise.all([closeForgottenGrants(control, 0), closeForgottenGrants(control, 0)])
    expect(closed).toContain(0)
    expect(await entry(forgotten)).toMatchObject({ outcome: 'unknown', bytes: null })
    expect(await entry(ended)).toMatchObject({ outcome: 'whole', bytes: 10 })
    await closeGrant(control, ben, forgotten, 'whole', 10)
    expect(await entry(forgotten)).toMatchObject({ outcome: 'unknown' })
  })
})

describe('a run', () => {
  it('is noted once, with those it was for and how it ended', async () => {
    const runs = await history({ type: 'run' })
    expect(runs.map(({ kind, form, outcome }) => [kind, form, outcome])).toEqual([
      ['places', 'stored', 'published'],
      ['geography', 'released', 'published'],
    ])
    for (const run of runs)
      expect(run.wanted_by).toContainEqual({
        issuer: 'FlowAuth',
        subject: 'ann',
        token_id: 'token of ann',
      })
    expect(runs[1]).toMatchObject({ run: geography.run, rows: 1, data_versions: { boundaries: '1' } })
    await Promise.all([noteEndedRuns(world.engine.control), noteEndedRuns(world.engine.control)])
    expect(await history({ type: 'run' })).toHaveLength(2)
  })

  it('that failed, in a process that died before it could be noted, is noted by another one, with the reason', async () => {
    await world.engine.control.query(
      `INSERT INTO cache.runs (run, query_id, worker_id, finished_at, outcome, reason)
       VALUES (nextval('cache.run_seq'), $1, 'dead', now(), 'failed', 'It took too long.')`,
      [geography.query_id],
    )
    await give(ann)
    expect(await history({ outcome: 'failed' })).toMatchObject([
      { type: 'run', kind: 'geography', reason: 'It took too long.', wanted_by: [] },
    ])
  })
})

it('notes who cancels what, and what came of it', async () => {
  const other = validated({ query_kind: 'geography', aggregation_unit: 'admin2' })
  const { queryId } = await ask(world.engine, other, { identity: ann, priority: 'interactive' })
  await ask(world.engine, other, { identity: ben, priority: 'interactive' })
  await cancel(world.engine, queryId, ann)
  expect(await history({ type: 'cancel', who: 'ann' })).toMatchObject([
    { query_id: queryId, token_id: 'token of ann', kind: 'geography', outcome: 'kept' },
  ])
  // What ben still wants is noted now, and not while the chain is looked at.
  await world.finish(other)
  await noteEndedRuns(world.engine.control)
})

it('finds entries by who, query, kind, outcome and time', async () => {
  const unique = who(randomUUID())
  const number = await give(unique)
  const found = async (filter: LedgerFilter) => (await history(filter)).map(each => each.entry)
  expect(await found({ who: unique.subject })).toEqual([number])
  expect(await found({ who: unique.subject, query: geography.query_id, kind: 'geography' })).toEqual([number])
  expect(await found({ who: unique.subject, outcome: 'whole' })).toEqual([])
  expect(await found({ who: unique.subject, since: '2001-01-01', until: '2001-02-01' })).toEqual([])
  expect(await found({ who: unique.subject, since: '2001-01-01' })).toEqual([number])
  expect(await found({ who: 'ann', type: 'run', kind: 'places', until: '3001-01-01' })).toContain(1)
})

describe('the chain', () => {
  const linked = (records: readonly string[]) => {
    let previous = '0'.repeat(64)
    for (const [index, record] of records.entries()) {
      expect(JSON.parse(record)).toMatchObject({ version: 1, entry: index + 1, previous })
      previous = createHash('sha256').update(record).digest('hex')
    }
    return `${records.length}:${previous}`
  }
  const stored = async (client: pg.ClientBase | pg.Pool) => {
    const { rows } = await client.query<{ record: string }>(
      'SELECT record FROM ledger.entries ORDER BY entry',
    )
    return rows.map(({ record }) => record)
  }

  it('holds under many writers at a time, each of whom has its own entry', async () => {
    const given = await Promise.all(
      Array.from({ length: 60 }, (_, index) => give(who(`writer ${index % 7}`))),
    )
    expect(new Set(given).size).toBe(60)
    const verification = await verify()
    expect(verification).toMatchObject({ whole: true })
    const head = linked(await stored(world.engine.control))
    if (verification.whole) expect(`${verification.head.entry}:${verification.head.hash}`).toBe(head)
  })

  it('survives a dump and a restore, and goes on', async () => {
    const url = new URL(world.superuserUrl)
    const copy = `ledger_${randomUUID().replaceAll('-', '')}`
    await withClient(world.superuserUrl, client => client.query(`CREATE DATABASE ${copy}`))
    const run = promisify(execFile)
    const { stdout } = await run(join(postgresBinaries(), 'pg_dump'), ['--schema=ledger', url.href], {
      maxBuffer: 64 << 20,
    })
    url.pathname = `/${copy}`
    const restored = run(join(postgresBinaries(), 'psql'), ['--quiet', '--set=ON_ERROR_STOP=1', url.href])
    restored.child.stdin?.end(stdout)
    await restored
    try {
      await withClient(url.href, async client => {
        expect(await stored(client)).toEqual(await stored(world.engine.control))
        await client.query(`SELECT ledger.append_cancel('x', 'y', 'z', 'q', '{}', 'kept', 0)`)
        linked(await stored(client))
      })
    } finally {
      await withClient(world.superuserUrl, client => client.query(`DROP DATABASE ${copy}`))
    }
  })

  it('can be changed by no role of the services, and not by mistake of the superuser', async () => {
    const changes = [
      'DELETE FROM ledger.entries',
      `UPDATE ledger.entries SET record = ''`,
      'TRUNCATE ledger.entries',
    ]
    for (const change of changes) {
      await expect(world.engine.control.query(change)).rejects.toMatchObject({ code: '42501' })
      await expect(withClient(world.superuserUrl, client => client.query(change))).rejects.toThrow(
        'the ledger can only be added to',
      )
    }
    for (const change of [
      `INSERT INTO ledger.entries VALUES (0, '')`,
      'UPDATE ledger.head SET entry = 0',
      `SELECT ledger.append('grant', '{}')`,
    ])
      await expect(world.engine.control.query(change)).rejects.toMatchObject({ code: '42501' })
  })

  describe('that a superuser has tampered with', () => {
    beforeEach(async () => {
      for (const writer of ['x', 'y', 'z']) await give(who(writer))
    })

    /** What verifying says after some statements, which are then taken back. */
    async function after(statements: readonly string[], expected?: readonly LedgerMark[]) {
      const client = new pg.Client({ connectionString: world.superuserUrl, types: EXACT })
      await client.connect()
      try {
        await client.query(`BEGIN; SET LOCAL session_replication_role = 'replica'`)
        for (const statement of statements) await client.query(statement)
        return await verifyChain(client, expected)
      } finally {
        await client.end()
      }
    }
    const last = async () => {
      const verification = await verify()
      if (!verification.whole) throw new Error(verification.reason)
      return verification.head
    }

    it('is broken where an entry was changed: the one after it says so', async () => {
      const change = `UPDATE ledger.entries SET record = replace(record, '"at": "2', '"at": "1') WHERE entry = 2`
      expect(await after([change])).toMatchObject({ whole: false, broken: 3 })
    })

    it('is broken where an entry was removed', async () => {
      expect(await after(['DELETE FROM ledger.entries WHERE entry = 4'])).toEqual({
        whole: false,
        broken: 4,
        reason: 'it is missing',
      })
    })

    it('is broken where the last entry was changed or removed', async () => {
      const { entry: end } = await last()
      const changed = `UPDATE ledger.entries SET record = replace(record, '"z"', '"w"') WHERE entry = ${end}`
      expect(await after([changed])).toMatchObject({ whole: false, broken: end })
      expect(await after([`DELETE FROM ledger.entries WHERE entry = ${end}`])).toMatchObject({
        broken: end - 1,
      })
    })

    const CUT = [
      'DELETE FROM ledger.entries WHERE entry > 5',
      `UPDATE ledger.head SET entry = 5, hash = (
         SELECT encode(sha256(convert_to(record, 'UTF8')), 'hex') FROM ledger.entries WHERE entry = 5)`,
    ]

    it('and whose tail was cut off in good form, is found broken by a head that was noted before', async () => {
      const noted = await last()
      expect(await after(CUT)).toMatchObject({ whole: true, head: { entry: 5 } })
      expect(await after(CUT, [noted])).toMatchObject({ whole: false, broken: 6 })
    })

    it('and that was made anew from an entry on, is found broken by a head that was noted before', async () => {
      const noted = await last()
      const anew = Array.from(
        { length: noted.entry - 5 },
        () => `SELECT ledger.append('grant', '{"subject": "eve"}')`,
      )
      expect(await after([...CUT, ...anew])).toMatchObject({ whole: true, head: { entry: noted.entry } })
      expect(await after([...CUT, ...anew], [noted])).toMatchObject({ whole: false, broken: noted.entry })
    })
  })
})

/** Counts as numbers, as in the pools of the services. */
const EXACT = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig
