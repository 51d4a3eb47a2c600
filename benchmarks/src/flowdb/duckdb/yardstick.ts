import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Home } from '../home.ts'
import type { Ours } from '../run/ours.ts'

/** DuckDB with the narrow table of events, which measures what the hardware can do. */
export class Yardstick {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance
    this.#connection = connection
  }

  /** Opens the scale's database, empty at first. */
  static async open(home: Home, memory: string): Promise<Yardstick> {
    const instance = await DuckDBInstance.create(home.path('yardstick.duckdb'), { memory_limit: memory })
    return new Yardstick(instance, await instance.connect())
  }

  /**
   * Copies what our derived tables hold: every event with its subscriber, day, moment in milliseconds and cell, sorted
   * as ours are, and which cells are in which districts and at which positions. Once.
   */
  async fill(home: Home, flowdb: pg.Pool, ours: Ours): Promise<void> {
    if ((await this.rows(`SELECT 1 FROM duckdb_tables() WHERE table_name = 'complete'`)).length > 0) return
    await this.run(
      `CREATE OR REPLACE TABLE events (subscriber INTEGER, day DATE, moment INTEGER, cell INTEGER)`,
      `CREATE OR REPLACE TABLE districts (place INTEGER, pcod VARCHAR)`,
      `CREATE OR REPLACE TABLE cell_districts (cell INTEGER, place INTEGER, first_day DATE, last_day DATE)`,
      `CREATE OR REPLACE TABLE positions (place INTEGER, lon DOUBLE, lat DOUBLE)`,
      `CREATE OR REPLACE TABLE cell_positions (cell INTEGER, place INTEGER, first_day DATE, last_day DATE)`,
    )
    const copy = (table: string, query: string) => this.#copy(home, flowdb, table, query)
    for (const day of await daysOf(flowdb)) await copy('events', day)
    const districts = await ours.placeTables({ aggregation_unit: 'admin3' })
    await copy('districts', `SELECT place, pcod FROM ${districts.places}`)
    await copy('cell_districts', cellsIn(districts.cells))
    const positions = await ours.placeTables({ aggregation_unit: 'lon-lat' })
    await copy('positions', `SELECT place, lon, lat FROM ${positions.places}`)
    await copy('cell_positions', cellsIn(positions.cells))
    await this.run('CREATE TABLE complete (filled BOOLEAN)', 'CHECKPOINT')
  }

  async rows(sql: string): Promise<Record<string, unknown>[]> {
    const reader = await this.#connection.runAndReadAll(sql)
    return reader.getRowObjectsJson()
  }

  async run(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.#connection.run(statement)
  }

  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }

  async #copy(home: Home, flowdb: pg.Pool, table: string, query: string): Promise<void> {
    const file = home.path('passing.csv')
    const client = await flowdb.connect()
    try {
      await pipeline(
        client.query(copyTo(`COPY (${query}) TO STDOUT WITH (FORMAT csv)`)),
        createWriteStream(file),
      )
      await this.run(`COPY ${table} FROM '${file}' (FORMAT csv, HEADER false)`)
    } finally {
      client.release()
      await rm(file, { force: true })
    }
  }
}

/** A query for the events of each day, all types together. */
async function daysOf(flowdb: pg.Pool): Promise<string[]> {
  const { rows } = await flowdb.query<{ query: string }>(
    `SELECT format('SELECT * FROM (%s) AS day ORDER BY subscriber, moment', string_agg(
       format('SELECT subscriber, %L::date, moment, cell FROM %s WHERE cell IS NOT NULL', day, facts_table), ' UNION ALL '
     )) AS query
     FROM etl.sealed_days GROUP BY day ORDER BY day`,
  )
  return rows.map(({ query }) => query)
}

/** DuckDB's dates don't go to infinity as text. */
const cellsIn = (table: string) => `
  SELECT cell, place, greatest(first_day, '0001-01-01'), least(last_day, '9999-12-31') FROM ${table}`
