import { type CopyRows, copyInto, keyedPseudonyms, loadEvents } from '@flowkit/flowdb'
import {
  Days,
  daysOf,
  EventTables,
  isoDate,
  makeWorld,
  referenceTables,
  type World,
} from '@flowkit/flowdb/synthetic'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { countryOf, EVENT_TYPES, type EventType, MAPPING_TABLE } from '../country.ts'
import type { Home } from '../home.ts'
import { seconds } from '../seconds.ts'
import type { Servers } from '../servers.ts'
import { type FlowKitSeconds, layOutFlowKit, loadFlowKitDay, secondsOf } from './flowkit-layout.ts'
import { type Sizes, sizesOf } from './sizes.ts'

/** A day of one type, and what loading it took. */
export interface LoadedPart {
  readonly type: EventType
  readonly date: string
  readonly rows: number
  /** Null where only our layout was loaded. */
  readonly flowkit: FlowKitSeconds | null
  /** COPY, index, analyse, derive and seal. */
  readonly flowdbSeconds: number
}

/** The outcome of the stage. */
export interface Loading {
  readonly subscribers: number
  readonly cells: number
  readonly parts: readonly LoadedPart[]
  /** Microseconds that hashing one identifier takes; a row has up to four. */
  readonly hashingMicroseconds: number
  readonly sizes: Sizes
}

const RECORD = 'loading'
const IN_PROGRESS = 'loading-in-progress'

/** The layouts that are loaded. */
export type Layouts = 'both' | 'ours'

/**
 * Loads the same events into both layouts, or into ours alone, day by day, going on where an earlier run has stopped.
 * The rows of a day are made before either clock starts.
 *
 * @throws where an earlier run was about other layouts.
 */
export async function loadLayouts(
  home: Home,
  servers: Servers,
  events: number,
  layouts: Layouts,
): Promise<Loading> {
  const known = home.read<Loading>(RECORD)
  if (known) return known
  const parameters = countryOf(events)
  const world = makeWorld(parameters)
  const pools = layouts === 'both' ? [servers.flowkit, servers.flowdb] : [servers.flowdb]
  if (layouts === 'both') await layOutFlowKit(servers.flowkit, EVENT_TYPES)
  for (const pool of pools) await loadReference(pool, world)

  const parts = [...(home.read<LoadedPart[]>(IN_PROGRESS) ?? [])]
  if (parts.some(({ flowkit }) => (flowkit === null) !== (layouts === 'ours')))
    throw new Error(`The folder ${home.folder} holds days of other layouts.`)
  const days = new Days(world)
  const tables = new EventTables(world)
  for (const day of daysOf(parameters))
    for (const type of EVENT_TYPES) {
      const date = isoDate(day)
      if (parts.some(part => part.type === type && part.date === date)) continue
      const part = await loadPart(servers, layouts, type, date, rowsOf(tables.table(type, days.of(day))))
      parts.push(part)
      home.write(IN_PROGRESS, parts)
      console.error(progress(part))
    }

  // Whatever the first reader of a fresh table would have to tidy up is tidied up, on both sides.
  for (const pool of pools) await pool.query('VACUUM')
  const loading: Loading = {
    subscribers: parameters.subscribers,
    cells: parameters.cells,
    parts,
    hashingMicroseconds: hashingMicroseconds(),
    sizes: await sizesOf(servers),
  }
  home.write(RECORD, loading)
  return loading
}

/** Cells, sites, boundaries and the mapping table, once. */
async function loadReference(pool: pg.Pool, world: World): Promise<void> {
  await transaction(pool, async client => {
    const { rowCount } = await client.query('SELECT FROM infrastructure.cells LIMIT 1')
    if (rowCount) return
    for (const table of referenceTables(world))
      if (/^(geography|infrastructure)\./.test(table.table)) await copyInto(client, table.table, table)
    await client.query(
      `CREATE TABLE ${MAPPING_TABLE} AS
       SELECT DISTINCT ON (id) id, admin3pcod
       FROM infrastructure.cells
       JOIN geography.admin3 ON ST_Within(geom_point, geom)
       ORDER BY id, version DESC`,
    )
    await client.query(
      `ANALYZE geography.geoms, infrastructure.sites, infrastructure.cells, ${MAPPING_TABLE}`,
    )
  })
}

/** The rows of a day, made now and held in memory. */
export function rowsOf(table: { columns: readonly string[]; rowCount: number; chunks: Iterable<string> }) {
  return { columns: table.columns, rowCount: table.rowCount, chunks: [...table.chunks] }
}

/** The same rows with identifiers as FlowKit has them. */
export function asText(rows: ReturnType<typeof rowsOf>): CopyRows {
  return { ...rows, chunks: rows.chunks.map(chunk => chunk.replaceAll('\\\\x', '')) }
}

async function loadPart(
  { flowkit, flowdb }: Servers,
  layouts: Layouts,
  type: EventType,
  date: string,
  rows: ReturnType<typeof rowsOf>,
): Promise<LoadedPart> {
  const flowkitSeconds = layouts === 'both' ? await loadFlowKitDay(flowkit, type, date, asText(rows)) : null
  const flowdbSeconds = await seconds(() => loadEvents(flowdb, { type, date, ...rows }))
  return { type, date, rows: rows.rowCount, flowkit: flowkitSeconds, flowdbSeconds }
}

function progress({ type, date, rows, flowkit, flowdbSeconds }: LoadedPart): string {
  const theirs = flowkit ? `FlowKit ${secondsOf(flowkit).toFixed(1)} s, ` : ''
  return `${type} ${date}: ${rows} rows, ${theirs}ours ${flowdbSeconds.toFixed(1)} s`
}

const HASHED = 200_000

function hashingMicroseconds(): number {
  const pseudonym = keyedPseudonyms('a key of thirty-two bytes or more')
  const start = performance.now()
  for (let number = 0; number < HASHED; number += 1) pseudonym(`999${number}`)
  return ((performance.now() - start) * 1000) / HASHED
}
