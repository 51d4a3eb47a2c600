import pg from 'pg'
import type { RenderedQuery, StoredTable } from '../render/render.ts'
import { seconds } from '../seconds.ts'
import { type Answers, type Counts, countsOf } from './agreement.ts'

const ANSWER = 'cache.benchmark_answer'

/** What the database says where it can't run what the library renders. */
export class FlowKitFailure extends Error {
  override readonly name = 'FlowKitFailure'
}

/** FlowKit's SQL took longer than it was given. */
export class FlowKitTooSlow extends Error {
  override readonly name = 'FlowKitTooSlow'
}

/** What PostgreSQL says of a statement that has been cancelled for its time. */
const QUERY_CANCELED = '57014'

/** FlowKit's side: rendered SQL, stored as the library stores results. */
export class FlowKit {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** Stores the parts that a query finds stored, and takes them away when `work` is done. */
  async withStored<T>({ stored }: RenderedQuery, work: () => Promise<T>): Promise<T> {
    try {
      await this.#make(stored)
      for (const { table } of stored) await this.#pool.query(`ANALYZE ${table}`)
      return await work()
    } finally {
      await this.#drop(stored)
    }
  }

  /** The seconds that a query takes to be computed and stored, with the parts that are stored on the way. */
  time(rendered: RenderedQuery): Promise<number> {
    return this.withResult(rendered, async seconds => seconds)
  }

  /**
   * Computes a query and works with its stored result, which is then taken away.
   *
   * @param limit The seconds that it may take.
   * @throws {FlowKitTooSlow} where it takes longer.
   */
  async withResult<T>(
    { sql, steps }: RenderedQuery,
    work: (seconds: number) => Promise<T>,
    limit = Number.POSITIVE_INFINITY,
  ): Promise<T> {
    const tables = [...steps, { table: ANSWER, statements: [`CREATE TABLE ${ANSWER} AS ${sql}`] }]
    try {
      return await work(await seconds(() => this.#make(tables, limit)))
    } finally {
      await this.#drop(tables)
    }
  }

  /** The rows of an aggregate: those of the stored result, or of other SQL. */
  async counts(sql = `SELECT * FROM ${ANSWER}`): Promise<Counts> {
    const { rows } = await this.#pool.query<Record<string, unknown>>(sql)
    return countsOf(rows)
  }

  /** What the table of a part says of each subscriber, by their hexadecimal digits. */
  async answers(table: string): Promise<Answers> {
    const { rows } = await this.#pool.query<[string, ...(string | number)[]]>({
      text: `SELECT * FROM ${table}`,
      rowMode: 'array',
    })
    return new Map(rows.map(([subscriber, ...answer]) => [subscriber, answerOf(answer)]))
  }

  /**
   * Which of some subscribers have a tie: several places of which a rule may take any.
   *
   * @param choices The located events of each day.
   */
  async tied(
    choices: readonly string[],
    rule: 'last' | 'most-common',
    subscribers: readonly string[],
  ): Promise<Set<string>> {
    const tied = new Set<string>()
    for (const located of choices) {
      const { rows } = await this.#pool.query<{ subscriber: string }>(tiesSql(located, rule), [subscribers])
      for (const { subscriber } of rows) tied.add(subscriber)
    }
    return tied
  }

  async #make(tables: readonly StoredTable[], limit = Number.POSITIVE_INFINITY): Promise<void> {
    await this.#drop(tables)
    const client = await this.#pool.connect()
    const deadline = performance.now() + limit * 1000
    try {
      for (const statement of tables.flatMap(({ statements }) => statements)) {
        await limitStatements(client, deadline)
        await client.query(statement)
      }
      await client.query('RESET statement_timeout')
      client.release()
    } catch (error) {
      client.release(true)
      if (!(error instanceof pg.DatabaseError)) throw error
      if (error.code === QUERY_CANCELED) throw new FlowKitTooSlow()
      throw new FlowKitFailure(error.message)
    }
  }

  async #drop(tables: readonly StoredTable[]): Promise<void> {
    if (tables.length > 0)
      await this.#pool.query(`DROP TABLE IF EXISTS ${tables.map(({ table }) => table).join(', ')}`)
  }
}

/** A place of one column or two, or a number, as one value. */
export function answerOf(columns: readonly (string | number)[]): string | number {
  const [only] = columns
  return columns.length === 1 && only !== undefined ? only : columns.join(' ')
}

/** Has the next statement end by a deadline, if there is one. */
async function limitStatements(client: pg.ClientBase, deadline: number): Promise<void> {
  if (deadline === Number.POSITIVE_INFINITY) return
  const left = Math.max(1, Math.round(deadline - performance.now()))
  await client.query(`SET statement_timeout = ${left}`)
}

/** The subscribers with more than one place at their latest moment, or among those with most events. */
function tiesSql(located: string, rule: 'last' | 'most-common'): string {
  const place = "to_jsonb(located) - ARRAY['time', 'subscriber']"
  const rank = { last: 'max(time)', 'most-common': 'count(*)' }[rule]
  return `
    SELECT subscriber
    FROM (
      SELECT subscriber, ${rank} AS rank, max(${rank}) OVER (PARTITION BY subscriber) AS best
      FROM (${located}) AS located
      WHERE subscriber = ANY($1)
      GROUP BY subscriber, ${place}
    ) AS places
    WHERE rank = best
    GROUP BY subscriber
    HAVING count(*) > 1`
}
