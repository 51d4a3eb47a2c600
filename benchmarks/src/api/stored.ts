import { setTimeout as sleep } from 'node:timers/promises'
import { neededScopes, parseQuery } from '@flowkit/contract'
import type { Caller } from './caller.ts'
import type { ApiSystem } from './system.ts'
import { tokenOf } from './tokens.ts'

/** What is asked: how many events there were in each place on each day of the test country. */
const questionAbout = (aggregation_unit: string) => ({
  query_kind: 'location_event_counts',
  start_date: '2016-01-01',
  end_date: '2016-01-08',
  interval: 'day',
  aggregation_unit,
})

/** A query whose result is stored. */
export interface StoredQuery {
  readonly id: string
  /** What to post to run it again. */
  readonly body: string
  /** Its released table. */
  readonly table: string
  readonly rows: number
  /** A token for all that can be done with it, of the user of a number. */
  token(user: number): string
}

/** Has the query about the places of a unit computed. @throws with FlowAPI's words when it is not. */
export async function storeQuery(system: ApiSystem, caller: Caller, unit: string): Promise<StoredQuery> {
  const question = questionAbout(unit)
  const body = JSON.stringify(question)
  const parsed = parseQuery(question)
  if (!parsed.ok) throw new Error(`The question is none: ${JSON.stringify(parsed.messages)}`)
  const scopes = ['run', 'get_result', ...neededScopes(parsed.spec)]
  const token = (user: number) => tokenOf(`user-${user}`, scopes)
  const asked = await caller.call('/api/0/run', { method: 'POST', token: token(0), body })
  if (asked.status !== 202) throw new Error(`FlowAPI answered ${asked.status}: ${asked.body}`)
  const { query_id: id } = JSON.parse(asked.body)
  for (;;) {
    const { status, body: words } = await caller.call(`/api/0/poll/${id}`, { token: token(0) })
    if (status === 303) break
    if (status !== 202) throw new Error(`FlowAPI answered ${status}: ${words}`)
    await sleep(100)
  }
  const { rows } = await system.superuser.query<{ name: string; rows: number }>(
    `SELECT table_schema || '.' || table_name AS name, row_count::float8 AS rows
     FROM cache.results WHERE query_id = $1`,
    [id],
  )
  const [table] = rows
  if (!table) throw new Error('The result is not stored')
  return { id, body, table: table.name, rows: table.rows, token }
}

/** Makes the stored result larger: its rows are repeated until there are so many. */
export async function enlarge({ superuser }: ApiSystem, { table }: StoredQuery, rows: number): Promise<void> {
  const { rows: counted } = await superuser.query<{ held: number }>(
    `SELECT count(*)::float8 AS held FROM ${table}`,
  )
  const held = counted[0]?.held ?? 0
  await superuser.query(
    `INSERT INTO ${table}
     SELECT stored.* FROM ${table} AS stored, generate_series(1, $1) LIMIT $2`,
    [Math.ceil((rows - held) / held), rows - held],
  )
  await superuser.query(`VACUUM ANALYZE ${table}`)
}
