import type pg from 'pg'
import { unionOf } from '../source/events.ts'
import { join, name, quoted, Sql, sql } from '../sql.ts'
import {
  memoryParts,
  mostWorkers,
  type PlanNode,
  planOf,
  type Resources,
  setProcesses,
  shareMemory,
} from './resources.ts'

/** Each slice is planned by itself: more of them would take longer than they save. */
const MOST_SLICES = 64
/** In the planner's units: what costs less for each subscriber is over before it has been divided. */
const LEAST_COST = 0.2

/**
 * A query about single subscribers, whose rows have a column `subscriber`, as one that computes some subscribers at a
 * time; says for the rest of the transaction how. Null where that is not wanted, or there are few subscribers, or little
 * is to be done for each.
 *
 * Parallel workers take one slice after the other. Rows of one subscriber are never in two of them, so that none is
 * handed on to be put together again, and what a small slice keeps in memory fits in a processor's cache. PostgreSQL takes
 * the condition down to the tables that are read, by index or not, through everything that is grouped or joined by
 * subscriber. Where it can't, slices are as right, but slow.
 */
export async function inSlices(
  client: pg.ClientBase,
  content: Sql,
  { memory, computedBy, sliceSubscribers }: Resources,
): Promise<Sql | null> {
  if (computedBy !== 'small slices' && computedBy !== 'large slices') return null
  const last = await lastSubscriber(client)
  if (last <= sliceSubscribers) return null
  if ((await planOf(client, content))['Total Cost'] < last * LEAST_COST) return null
  const workers = await mostWorkers(client)
  const number = computedBy === 'small slices' ? numberOfSlices(last / sliceSubscribers, workers) : workers
  const slices = conditions(last, number).map(
    condition => sql`
      SELECT *
      FROM (
        ${content}
      ) AS everybody
      WHERE ${condition}`,
  )
  await setProcesses(client, 0)
  await shareMemory(client, slices[0] ?? content, memory, plan => partsOfSlices(plan, workers, number))
  await setProcesses(client, workers)
  const columns = await columnsOf(client, content)
  return unionOf(slices.map(slice => sql`SELECT * FROM cache.slice(${quoted(slice)}) AS slice (${columns})`))
}

/** Beside what a worker takes for its slice, the rows of each slice are kept until they have been handed on. */
const partsOfSlices = (plan: PlanNode, workers: number, slices: number) => memoryParts(plan, workers) + slices

/** The greatest number of a subscriber; they count from 1 on, with few gaps. */
async function lastSubscriber(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ last: number | null }>(
    'SELECT max(subscriber) AS last FROM derived.subscribers',
  )
  return rows[0]?.last ?? 0
}

/** About as many slices as are wanted, and so many that all workers are busy to the end. */
function numberOfSlices(wanted: number, workers: number): number {
  return Math.ceil(Math.min(wanted, MOST_SLICES) / workers) * workers
}

/** The conditions of slices of one size that take in everybody once, whatever their number. */
function conditions(last: number, slices: number): Sql[] {
  const before = (slice: number) => Math.round((last * slice) / slices)
  return Array.from({ length: slices }, (_, slice) =>
    join(
      [
        ...(slice > 0 ? [sql`subscriber > ${before(slice)}`] : []),
        ...(slice < slices - 1 ? [sql`subscriber <= ${before(slice + 1)}`] : []),
      ],
      ' AND ',
    ),
  )
}

/** The names and types of a query's columns. */
async function columnsOf(client: pg.ClientBase, content: Sql): Promise<Sql[]> {
  const { fields } = await client.query(`SELECT * FROM (${content}) AS everybody LIMIT 0`)
  const { rows } = await client.query<{ type: string }>(
    `SELECT format_type(type, modifier) AS type
     FROM unnest($1::oid[], $2::integer[]) WITH ORDINALITY AS columns (type, modifier, position)
     ORDER BY position`,
    [fields.map(({ dataTypeID }) => dataTypeID), fields.map(({ dataTypeModifier }) => dataTypeModifier)],
  )
  return fields.map((field, index) => sql`${name(field.name)} ${new Sql(rows[index]?.type ?? '')}`)
}
