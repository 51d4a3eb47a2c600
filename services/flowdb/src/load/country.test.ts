import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { type Parameters, parametersOf } from '../synthetic/parameters.ts'
import { type LoadObserver, loadCountry } from './country.ts'

const PARAMETERS = parametersOf('test', { subscribers: 150, days: 3, changeDay: 2 })
const SILENT: LoadObserver = { begun: () => {}, loaded: () => {} }

const open: { db: TestFlowDb; pool: pg.Pool }[] = []

afterEach(async () => {
  for (const { db, pool } of open.splice(0)) {
    await pool.end()
    await db.drop()
  }
})

async function emptyDatabase(timezone = 'UTC'): Promise<pg.Pool> {
  const db = await createFlowDb({ profile: 'empty', timezone })
  const { host, port, name, superuser } = db
  const pool = createPool(
    { host, port, database: name, ...superuser },
    'test',
    4,
    createLogger('test', 'silent'),
  )
  open.push({ db, pool })
  return pool
}

const load = (pool: pg.Pool, parameters: Parameters = PARAMETERS, observer: LoadObserver = SILENT) =>
  loadCountry(pool, parameters, 2, observer)

/** A digest of the rows of each table, whatever their order. */
async function contents(pool: pg.Pool): Promise<Record<string, string>> {
  const tables = [
    'events.calls',
    'events.sms',
    'events.mds',
    'events.topups',
    'dfs.transactions',
    'dfs.transactions_metadata',
    'dfs.subscribers',
    'infrastructure.tacs',
  ]
  const digests: Record<string, string> = {}
  for (const table of tables) {
    const { rows } = await pool.query<{ digest: string }>(
      `SELECT count(*) || ' ' || sum(hashtextextended(t::text, 0)::numeric) AS digest FROM ${table} AS t`,
    )
    digests[table] = rows[0]?.digest ?? ''
  }
  return digests
}

async function value<T>(pool: pg.Pool, sql: string): Promise<T | undefined> {
  const { rows } = await pool.query<{ value: T }>(`SELECT (${sql}) AS value`)
  return rows[0]?.value
}

describe('loading a synthetic country', () => {
  test('seals every day of every type with the rows that are there, and says how many they are', async () => {
    const pool = await emptyDatabase()
    const parts: string[] = []
    const report = await load(pool, PARAMETERS, {
      begun: (missing, done) => parts.push(`${missing.length} ${done}`),
      loaded: ({ type, date }) => parts.push(`${type} ${date}`),
    })

    expect(parts[0]).toBe('15 0')
    expect(new Set(parts).size).toBe(16)
    const held = await pool.query<{ rows: number }>(`
      SELECT count(*) AS rows FROM events.calls UNION ALL SELECT count(*) FROM events.sms
      UNION ALL SELECT count(*) FROM events.mds UNION ALL SELECT count(*) FROM events.topups
      UNION ALL SELECT count(*) FROM dfs.transactions_metadata
    `)
    expect(held.rows.reduce((sum, { rows }) => sum + rows, 0)).toBe(report.rows)
    expect(held.rows.every(({ rows }) => rows > 0)).toBe(true)
    expect(report.loadedRows).toBe(report.rows)
    expect(await value(pool, 'SELECT count(*) FROM etl.sealed_days')).toBe(12)
    expect(await value(pool, 'SELECT count(*) FROM etl.available_dates')).toBe(12)
    const wrong = await pool.query(`
      SELECT FROM etl.sealed_days
      LEFT JOIN (
        SELECT 'calls' AS event_type, datetime::date AS day, count(*) AS n FROM events.calls GROUP BY 2
        UNION ALL SELECT 'sms', datetime::date, count(*) FROM events.sms GROUP BY 2
        UNION ALL SELECT 'mds', datetime::date, count(*) FROM events.mds GROUP BY 2
        UNION ALL SELECT 'topups', datetime::date, count(*) FROM events.topups GROUP BY 2
      ) AS counted USING (event_type, day)
      WHERE row_count IS DISTINCT FROM n
    `)
    expect(wrong.rowCount).toBe(0)
  })

  test('gives valid areas that tile, each within its parent', async () => {
    const pool = await emptyDatabase()
    await load(pool)
    for (const level of [1, 2, 3]) {
      expect(await value(pool, `SELECT bool_and(ST_IsValid(geom)) FROM geography.admin${level}`)).toBe(true)
      // Every unit, and so every level, has the area of its children and nothing of its neighbours.
      const nested = await pool.query<{ whole: number; parts: number; uncovered: number }>(`
        SELECT ST_Area(parent.geom) AS whole, sum(ST_Area(child.geom)) AS parts,
          ST_Area(ST_Difference(parent.geom, ST_Union(child.geom))) AS uncovered
        FROM geography.admin${level - 1} AS parent
        JOIN geography.admin${level} AS child ON child.parent_pcod = parent.admin${level - 1}pcod
        GROUP BY parent.geom
      `)
      for (const { whole, parts, uncovered } of nested.rows) {
        expect(parts / whole).toBeCloseTo(1, 9)
        expect(uncovered / whole).toBeCloseTo(0, 9)
      }
      const overlap = await value<number>(
        pool,
        `SELECT coalesce(sum(ST_Area(ST_Intersection(a.geom, b.geom))), 0)
         FROM geography.admin${level} a JOIN geography.admin${level} b ON a.gid < b.gid AND ST_Intersects(a.geom, b.geom)`,
      )
      expect(overlap).toBeCloseTo(0, 9)
    }
    expect(await value(pool, 'SELECT count(*) FROM geography.admin3')).toBe(12)
    expect(await value(pool, "SELECT admin0pcod || ' ' || admin0name FROM geography.admin0")).toBe(
      'XA Aluria',
    )
  })

  test('puts every cell into one district, and every event at a cell that serves on its day', async () => {
    const pool = await emptyDatabase()
    await load(pool)
    const homeless = await value(
      pool,
      `SELECT count(*) FROM infrastructure.cells
       WHERE (SELECT count(*) FROM geography.admin3 WHERE ST_Within(geom_point, geom)) <> 1`,
    )
    expect(homeless).toBe(0)
    const served = await pool.query<{ versions: number; located: boolean }>(`
      SELECT DISTINCT calls.location_id IS NOT NULL AS located, (
        SELECT count(*) FROM infrastructure.cells
        WHERE cells.id = calls.location_id AND datetime::date >= date_of_first_service
          AND (date_of_last_service IS NULL OR datetime::date <= date_of_last_service)
      ) AS versions
      FROM events.calls ORDER BY located
    `)
    expect(served.rows).toEqual([
      { located: false, versions: 0 },
      { located: true, versions: 1 },
    ])
  })

  test('keeps local times, also on the day when clocks are put forward', async () => {
    const pool = await emptyDatabase('Europe/Berlin')
    await load(pool, parametersOf('test', { subscribers: 150, days: 3, startDate: '2016-03-26' }))
    const days = await pool.query<{ day: string; hours: number[] }>(`
      SELECT datetime::date AS day, array_agg(DISTINCT extract(hour FROM datetime)::int) AS hours
      FROM events.mds GROUP BY 1 ORDER BY 1
    `)
    expect(days.rows.map(({ day }) => day)).toEqual(['2016-03-26', '2016-03-27', '2016-03-28'])
    expect(days.rows.map(({ hours }) => hours.includes(2))).toEqual([true, false, true])
  })

  test('does nothing where the same country is there already', async () => {
    const pool = await emptyDatabase()
    const first = await load(pool)
    const before = await contents(pool)
    expect(await load(pool)).toEqual({
      rows: first.rows,
      loadedRows: 0,
      generatingSeconds: 0,
      totalSeconds: 0,
    })
    expect(await contents(pool)).toEqual(before)
  })

  test('refuses a database with another country, and says in what it differs', async () => {
    const pool = await emptyDatabase()
    await load(pool)
    const before = await contents(pool)
    await expect(load(pool, { ...PARAMETERS, seed: 9, days: 2 })).rejects.toThrow(
      '(--seed 12345, not 9, --days 3, not 2)',
    )
    expect(await contents(pool)).toEqual(before)
  })

  test('refuses a database with data of another origin', async () => {
    const pool = await emptyDatabase()
    await pool.query("INSERT INTO infrastructure.cells (id) VALUES ('A'), ('B')")
    await expect(load(pool)).rejects.toThrow('holds data already (2 cells)')
    expect(await value(pool, 'SELECT count(*) FROM geography.geoms')).toBe(0)
  })

  test('goes on where a run was cut short, to the same rows', async () => {
    const [whole, broken] = [await emptyDatabase(), await emptyDatabase()]
    const { rows } = await load(whole)

    // The server ends the connections of the run as soon as three parts are loaded.
    let loaded = 0
    const cut: LoadObserver = {
      begun: () => {},
      loaded: () => {
        loaded += 1
        if (loaded === 3)
          void broken.query(
            'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
          )
      },
    }
    await expect(load(broken, PARAMETERS, cut)).rejects.toThrow()
    // A connection that has been told to end holds the lock of its run until it does.
    const others =
      'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
    await expect.poll(() => value(broken, others)).toBe(0)
    await expect(load(broken, { ...PARAMETERS, seed: 9 })).rejects.toThrow('other parameters')
    // As after a cut between the seal of a day and its place among the partitions.
    const { rows: partitions } = await broken.query<{ parent: string; name: string }>(
      "SELECT 'events.' || event_type AS parent, table_name AS name FROM etl.sealed_days ORDER BY sealed_at LIMIT 1",
    )
    for (const { parent, name } of partitions)
      await broken.query(`ALTER TABLE ${parent} DETACH PARTITION ${name}`)
    const again = await load(broken)

    expect(again.rows).toBe(rows)
    expect(again.loadedRows).toBeLessThan(rows)
    expect(await contents(broken)).toEqual(await contents(whole))
  })

  test('is done by one process at a time', async () => {
    const pool = await emptyDatabase()
    const [one, other] = await Promise.allSettled([load(pool), load(pool)])
    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected'])
    const refused = one.status === 'rejected' ? one : other
    expect(String('reason' in refused && refused.reason)).toContain('Another `flowdb synthesize`')
  })

  test('leaves out what nobody does', async () => {
    const pool = await emptyDatabase()
    await load(pool, { ...PARAMETERS, topupsPerDay: 0, transfersPerDay: 0 })
    const types = await pool.query<{ event_type: string }>(
      'SELECT DISTINCT event_type FROM etl.sealed_days ORDER BY 1',
    )
    expect(types.rows.map(({ event_type }) => event_type)).toEqual(['calls', 'mds', 'sms'])
    expect(await value(pool, 'SELECT count(*) FROM dfs.transactions')).toBe(0)
  })
})
