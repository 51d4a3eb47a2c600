import type pg from 'pg'
import { allMigrations, pendingMigrations } from './migrations.ts'
import { readTimezone } from './timezone.ts'

/** A day of events that queries can see. */
export interface HeldDay {
  /** The local date, YYYY-MM-DD. */
  readonly day: string
  readonly rows: number
  /** On disk, derived tables and indexes included. */
  readonly bytes: number
  readonly version: number
  /** Whether the raw events are still there; else only what was derived of them. */
  readonly raw: boolean
}

/** What a FlowDB is, and what it holds. */
export interface Status {
  readonly database: string
  readonly postgres: string
  /** Null where the extension is not there yet. */
  readonly postgis: string | null
  /** The whole database on disk. */
  readonly bytes: number
  /** An IANA name; null before the first migration. */
  readonly timezone: string | null
  readonly migrations: {
    readonly applied: number
    /** By name, in order. */
    readonly pending: readonly string[]
  }
  /** The schemas of FlowDB, with what their tables take on disk. */
  readonly schemas: readonly { readonly name: string; readonly bytes: number }[]
  /** The days held of each event type. */
  readonly events: Readonly<Record<string, readonly HeldDay[]>>
  /** Versions of the reference data, such as boundaries; those of events are with their days. */
  readonly referenceVersions: Readonly<Record<string, number>>
}

/** Schemas whose sizes an administrator wants to know. */
const SCHEMAS = [
  'events',
  'derived',
  'dfs',
  'infrastructure',
  'geography',
  'etl',
  'cache',
  'released',
  'ledger',
]

/** Reads the state of a FlowDB, migrated or not. */
export async function readStatus(client: pg.ClientBase): Promise<Status> {
  const server = await readServer(client)
  const pending = await pendingMigrations(client)
  const migrations = { applied: (await allMigrations()).length - pending.length, pending }
  const migrated = migrations.applied > 0
  return {
    ...server,
    timezone: (migrated && (await readTimezone(client))) || null,
    migrations,
    schemas: await readSchemas(client),
    events: migrated ? await readEvents(client) : {},
    referenceVersions: migrated ? await readReferenceVersions(client) : {},
  }
}

async function readServer(
  client: pg.ClientBase,
): Promise<Pick<Status, 'database' | 'postgres' | 'postgis' | 'bytes'>> {
  const { rows } = await client.query(`
    SELECT
      current_database() AS database,
      current_setting('server_version') AS postgres,
      (SELECT extversion FROM pg_extension WHERE extname = 'postgis') AS postgis,
      pg_database_size(current_database()) AS bytes
  `)
  return rows[0]
}

async function readSchemas(client: pg.ClientBase): Promise<Status['schemas']> {
  const { rows } = await client.query(
    `SELECT nspname AS name, coalesce(sum(pg_total_relation_size(pg_class.oid)), 0)::bigint AS bytes
     FROM pg_namespace
     LEFT JOIN pg_class ON relnamespace = pg_namespace.oid AND relkind = 'r'
     WHERE nspname = ANY ($1)
     GROUP BY nspname
     ORDER BY array_position($1, nspname::text)`,
    [SCHEMAS],
  )
  return rows
}

/** Sizes are null while a day is being dropped. */
async function readEvents(client: pg.ClientBase): Promise<Status['events']> {
  const { rows } = await client.query<{ type: string; days: HeldDay[] }>(`
    SELECT event_type AS type, json_agg(
      json_build_object(
        'day', day, 'rows', row_count, 'version', version, 'raw', table_name IS NOT NULL,
        'bytes', (
          SELECT coalesce(sum(pg_total_relation_size(to_regclass(held))), 0)
          FROM unnest(ARRAY[table_name, facts_table, visits_table]) AS held
        )
      ) ORDER BY day
    ) AS days
    FROM etl.sealed_days
    GROUP BY event_type
    ORDER BY event_type
  `)
  return Object.fromEntries(rows.map(({ type, days }) => [type, days]))
}

async function readReferenceVersions(client: pg.ClientBase): Promise<Status['referenceVersions']> {
  const { rows } = await client.query<{ item: string; version: number }>(
    'SELECT item, version FROM etl.reference_versions ORDER BY item',
  )
  return Object.fromEntries(rows.map(({ item, version }) => [item, version]))
}
