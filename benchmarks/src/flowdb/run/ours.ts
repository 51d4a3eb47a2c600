import { addDays } from '@flowkit/contract'
import type pg from 'pg'
import { FIRST_DAY } from '../country.ts'
import type { QuerySpec } from '../queries.ts'
import { seconds } from '../seconds.ts'
import { type Answers, type Counts, countsOf } from './agreement.ts'
import { answerOf } from './flowkit.ts'
import type { FlowMachine } from './flowmachine.ts'

/** What is left in FlowMachine's cache before a query is timed. */
export type Kept =
  /** Nothing at all: the places and the cells in them are resolved within the measured time. */
  | 'nothing'
  /** The places, the cells in them and their shapes, which all queries about a unit share. */
  | 'places'

const SHARED_KINDS = ['places', 'cell_places', 'geography']

interface StoredPart {
  readonly kind: string
  readonly spec: QuerySpec
  readonly table: string
}

/** Our side: FlowMachine as it is deployed, and a look into its cache as superuser. */
export class Ours {
  readonly #machine: FlowMachine
  readonly #pool: pg.Pool

  constructor(machine: FlowMachine, pool: pg.Pool) {
    this.#machine = machine
    this.#pool = pool
  }

  /**
   * The seconds from asking for a query to having its released result.
   *
   * @param stored Parts about subscribers that are stored beforehand.
   */
  async time(spec: QuerySpec, kept: Kept, stored: readonly QuerySpec[]): Promise<number> {
    await this.#empty(kept)
    for (const part of stored) await this.#machine.run({ query_kind: 'spatial_aggregate', locations: part })
    return seconds(() => this.#machine.run(spec))
  }

  /** Asks for a query with the cache as it is, until the result can be read; answers its id. */
  ask(spec: QuerySpec): Promise<string> {
    return this.#machine.run(spec)
  }

  /** Has a query computed from nothing; answers its id. */
  async compute(spec: QuerySpec): Promise<string> {
    await this.#empty('nothing')
    return this.#machine.run(spec)
  }

  /** The released rows of a query; none where it makes no table. */
  async counts(queryId: string): Promise<Counts> {
    const { rows: found } = await this.#pool.query<{ table: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS table
       FROM cache.results WHERE query_id = $1 AND superseded_at IS NULL`,
      [queryId],
    )
    if (!found[0]) return new Map()
    const { rows } = await this.#pool.query<Record<string, unknown>>(`SELECT * FROM ${found[0].table}`)
    return countsOf(rows)
  }

  /** From which tables of events a query was answered. */
  async sources(queryId: string): Promise<string[]> {
    const { rows } = await this.#pool.query<{ sources: string[] }>(
      'SELECT sources FROM cache.results WHERE query_id = $1 AND superseded_at IS NULL',
      [queryId],
    )
    return rows[0]?.sources ?? []
  }

  /** What a part of a query says of each subscriber, by the hexadecimal digits of their pseudonym. */
  async answers(queryId: string, part: QuerySpec): Promise<Answers> {
    const parts = await this.#parts(queryId)
    const own = parts.find(each => each.kind === part.query_kind && firstDay(each.spec) === firstDay(part))
    if (!own) throw new Error(`Query ${queryId} has no stored ${part.query_kind}`)
    const places = parts.find(each => each.kind === 'places')
    const { rows } = await this.#pool.query<[string, ...(string | number)[]]>({
      text: `SELECT encode(msisdn, 'hex'), ${places ? placeColumns(places) : 'value'}
             FROM ${own.table}
             JOIN derived.subscribers USING (subscriber)
             ${places ? `JOIN ${places.table} USING (place)` : ''}`,
      rowMode: 'array',
    })
    return new Map(rows.map(([subscriber, ...answer]) => [subscriber, answerOf(answer)]))
  }

  /** The stored tables of a unit's places, and of the cells in them. */
  async placeTables(unit: { readonly aggregation_unit: string }): Promise<{ places: string; cells: string }> {
    const id = await this.compute({
      query_kind: 'unique_subscriber_counts',
      start_date: FIRST_DAY,
      end_date: addDays(FIRST_DAY, 1),
      ...unit,
    })
    const tableOf = async (kind: string) => {
      const part = (await this.#parts(id)).find(each => each.kind === kind)
      if (!part) throw new Error(`Query ${id} has no ${kind}`)
      return part.table
    }
    return { places: await tableOf('places'), cells: await tableOf('cell_places') }
  }

  /** The stored parts of a query. */
  async #parts(queryId: string): Promise<StoredPart[]> {
    const { rows } = await this.#pool.query<StoredPart>(
      `SELECT kind, spec, format('%I.%I', table_schema, table_name) AS table
       FROM cache.query_children AS link
       JOIN cache.queries ON queries.query_id = child_id
       JOIN cache.results ON results.query_id = child_id AND superseded_at IS NULL
       WHERE link.query_id = $1 AND form = 'stored'`,
      [queryId],
    )
    return rows
  }

  /** Takes results out of the cache, and forgets that they were asked for. */
  async #empty(kept: Kept): Promise<void> {
    const kinds = kept === 'places' ? SHARED_KINDS : []
    const { rows } = await this.#pool.query<{ table: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS table
       FROM cache.results JOIN cache.queries USING (query_id)
       WHERE kind <> ALL($1)`,
      [kinds],
    )
    if (rows.length > 0)
      await this.#pool.query(`DROP TABLE IF EXISTS ${rows.map(({ table }) => table).join(', ')}`)
    await this.#pool.query('DELETE FROM cache.queries WHERE kind <> ALL($1)', [kinds])
  }
}

const placeColumns = ({ spec }: StoredPart) => (spec.aggregation_unit === 'lon-lat' ? 'lon, lat' : 'pcod')

function firstDay(spec: QuerySpec): unknown {
  const [first] = Array.isArray(spec.locations) ? spec.locations : []
  return first?.date ?? spec.date ?? spec.start_date
}
