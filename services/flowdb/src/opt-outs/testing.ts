import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { existingPseudonyms } from '@flowkit/service'
import type pg from 'pg'
import type { EventType } from '../load/event-types.ts'
import { type LoadedDay, loadEvents } from '../load/events.ts'
import { addOptOuts } from './add.ts'

/** The pseudonym of somebody in a test, as hexadecimal digits. */
export const hash = (name: string) => createHash('sha256').update(name).digest('hex')

/** A few people who phone each other, what is stored about them, and where they are found. */
export class Callers {
  readonly #pool: pg.Pool
  /** The numbers that people had when they were first loaded. */
  readonly #numbers = new Map<string, number>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** Loads a day on which callers phone others at noon, at the cell S1. */
  async load(
    type: EventType,
    date: string,
    calls: readonly (readonly [caller: string, counterpart?: string])[],
  ): Promise<LoadedDay> {
    const mentions = type === 'calls'
    const bytes = (name: string | undefined) => (name === undefined ? '\\N' : `\\\\x${hash(name)}`)
    const chunks = calls.map(([who, whom]) =>
      [`${date} 12:00:00`, bytes(who), 'S1', ...(mentions ? [bytes(whom)] : [])].join('\t').concat('\n'),
    )
    const columns = ['datetime', 'msisdn', 'location_id', ...(mentions ? ['msisdn_counterpart'] : [])]
    const loaded = await loadEvents(this.#pool, { type, date, columns, chunks })
    for (const [name] of calls) await this.#rememberNumber(name)
    return loaded
  }

  /** Ann is in two days, once of two types, and mentioned in a third; Bob and Cem are in all of them. */
  async loadThreeDays(): Promise<void> {
    await this.load('calls', '2016-01-01', [['Ann', 'Bob'], ['Ann'], ['Bob', 'Ann'], ['Cem']])
    await this.load('calls', '2016-01-02', [['Bob', 'Ann'], ['Cem']])
    await this.load('calls', '2016-01-03', [['Bob', 'Cem'], ['Cem']])
    await this.load('mds', '2016-01-01', [['Ann'], ['Bob'], ['Cem']])
  }

  /** Puts people on the list of opt-outs. */
  optOut(...names: string[]) {
    return addOptOuts(this.#pool, Readable.from([names.map(hash).join('\n')]), existingPseudonyms)
  }

  /** Every column of every table that has somebody's pseudonym or number, with how many rows. */
  async traces(name: string): Promise<Record<string, number>> {
    const { rows } = await this.#pool.query<{ table: string; column: string }>(`
      SELECT attrelid::regclass::text AS table, attname AS column
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relkind = 'r' AND attnum > 0
        AND relnamespace::regnamespace::text IN ('events', 'derived', 'dfs', 'cache', 'released')
        AND (atttypid = 'bytea'::regtype OR attname = 'subscriber')
    `)
    const found: Record<string, number> = {}
    for (const { table, column } of rows) {
      const wanted = column === 'subscriber' ? (this.#numbers.get(name) ?? 'NULL') : `'\\x${hash(name)}'`
      const [count = 0] = await this.values<number>(
        `SELECT count(*) FROM ${table} WHERE ${column} = ${wanted}`,
      )
      if (count > 0) found[`${table}.${column}`] = count
    }
    return found
  }

  /** What queries can see: the rows of raw events, facts and visits of each day. */
  async seen(on: pg.Pool | pg.ClientBase = this.#pool): Promise<Record<string, number[]>> {
    const { rows } = await on.query<{ day: string; tables: string[] }>(
      `SELECT event_type || '/' || day AS day, ARRAY[table_name, facts_table, visits_table] AS tables
       FROM etl.sealed_days ORDER BY day`,
    )
    const counts: Record<string, number[]> = {}
    for (const { day, tables } of rows) {
      const ofDay: number[] = []
      for (const table of tables)
        if (table !== null) ofDay.push(...(await this.values<number>(`SELECT count(*) FROM ${table}`, on)))
      counts[day] = ofDay
    }
    return counts
  }

  /** Stores a result that has read days in their present versions, as FlowMachine does, and answers its table. */
  async store(
    schema: 'cache' | 'released',
    id: string,
    items: readonly string[],
    content: string,
  ): Promise<string> {
    const query = id.padEnd(32, '0')
    await this.#pool.query(
      "INSERT INTO cache.queries (query_id, form, kind, spec, top_level) VALUES ($1, $2, 'k', '{}', true)",
      [query, schema === 'cache' ? 'stored' : 'released'],
    )
    const [run = 0] = await this.values<number>("SELECT nextval('cache.run_seq')")
    const table = `x${query}_${run}`
    await this.#pool.query(`CREATE TABLE ${schema}.${table} AS ${content}`)
    await this.#pool.query(
      `INSERT INTO cache.results (query_id, run, table_schema, table_name, row_count, sources, compute_ms, size_bytes)
       VALUES ($1, $2, $3, $4, 1, '{}', 1, 1)`,
      [query, run, schema, table],
    )
    await this.#pool.query(
      `INSERT INTO cache.result_versions (query_id, run, item, version)
       SELECT $1, $2, item, version FROM etl.data_versions WHERE item = ANY ($3)`,
      [query, run, items],
    )
    return `${schema}.${table}`
  }

  /** The tables of results that there are. */
  resultTables(): Promise<string[]> {
    return this.values(
      `SELECT oid::regclass::text FROM pg_class
       WHERE relname ~ '^x' AND relkind = 'r'
         AND relnamespace IN ('cache'::regnamespace, 'released'::regnamespace)
       ORDER BY 1`,
    )
  }

  /** The only column of what a statement answers. */
  async values<T>(text: string, on: pg.Pool | pg.ClientBase = this.#pool): Promise<T[]> {
    const { rows } = await on.query<[T]>({ text, rowMode: 'array' })
    return rows.map(([value]) => value)
  }

  /** Waits until a session, or one of a certain name, waits for a lock. */
  async untilSomebodyWaits(application?: string): Promise<void> {
    for (;;) {
      const { rowCount } = await this.#pool.query(
        `SELECT FROM pg_stat_activity
         WHERE wait_event_type = 'Lock' AND datname = current_database() AND application_name = coalesce($1, application_name)`,
        [application],
      )
      if (rowCount !== 0) return
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }

  async #rememberNumber(name: string): Promise<void> {
    const [number] = await this.values<number>(
      `SELECT subscriber FROM derived.subscribers WHERE msisdn = '\\x${hash(name)}'`,
    )
    if (number !== undefined) this.#numbers.set(name, number)
  }
}
