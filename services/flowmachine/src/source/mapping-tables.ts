import type { SpatialUnit, ValidationMessages } from '@flowkit/contract'
import type pg from 'pg'

/** Schemas whose tables are never a mapping: they hold records, results or the system's own affairs. */
const CLOSED_SCHEMAS = ['cache', 'dfs', 'etl', 'events', 'interactions', 'ledger', 'released', 'flowkit']

/**
 * Looks whether the tables that a unit names exist and have the columns that it needs.
 *
 * @returns messages by field; empty where all is well.
 */
export async function checkMappingTables(database: pg.Pool, unit: SpatialUnit): Promise<ValidationMessages> {
  const messages: ValidationMessages = {}
  const need = async (field: string, qualified: string | null, columns: readonly (string | null)[]) => {
    if (qualified === null) return
    const held = await columnsOf(database, qualified)
    const missing = columns.filter(column => column !== null && !held.has(column))
    if (held.size === 0) messages[field] = ['There is no such table.']
    else if (missing.length > 0)
      messages[field] = [`The table has no column ${missing.join(' and no column ')}.`]
  }
  const place =
    unit.aggregation_unit === 'lon-lat' ? unit.geom_table_join_column : `${unit.aggregation_unit}pcod`
  await need('mapping_table', unit.mapping_table, ['id', place])
  await need('geom_table', unit.geom_table, ['geom_point', unit.geom_table_join_column])
  return messages
}

async function columnsOf(database: pg.Pool, qualified: string): Promise<Set<string>> {
  const [schema = '', relation = ''] = qualified.split('.')
  if (CLOSED_SCHEMAS.includes(schema) || schema.startsWith('pg_') || schema === 'information_schema')
    return new Set()
  const { rows } = await database.query<{ column: string }>(
    `SELECT attname AS column
     FROM pg_attribute
     JOIN pg_class ON pg_class.oid = attrelid
     JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = $1 AND relname = $2 AND relkind IN ('r', 'p', 'v', 'm', 'f') AND attnum > 0 AND NOT attisdropped
       AND has_table_privilege(pg_class.oid, 'SELECT')`,
    [schema, relation],
  )
  return new Set(rows.map(row => row.column))
}
