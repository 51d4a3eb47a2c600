import type pg from 'pg'
import { kindOf, releaseOf, ruleOf } from '../queries/index.ts'
import { isSpec, type Query, releasedQuery, storedQuery } from '../queries/query.ts'
import { render } from '../queries/render.ts'
import { redacted, thresholdOf } from '../release/rules.ts'
import { assertSubsetIsLarge } from '../release/subset.ts'
import { readCatalog } from '../source/catalog.ts'
import { publishedSubset } from '../source/published-subsets.ts'
import { name } from '../sql.ts'
import { type Claim, settleClaim } from '../store/claims.ts'
import { wantParts } from '../store/interests.ts'
import { getQuery, lockQueries } from '../store/queries.ts'
import { currentResults, type NewResult, type StoredResult, storeResult } from '../store/results.ts'
import { createReleasedTable, createSubscriberTable, tableSize } from '../store/tables.ts'
import { enqueue } from '../store/tasks.ts'
import { noteTrace } from '../telemetry/asked-by.ts'
import { due } from './due.ts'
import type { ComputingEngine } from './engine.ts'
import { type Inputs, inputsOf, lookedUp, lookedUpFor } from './inputs.ts'

/** What of an engine computing takes. */
type Computing = Pick<ComputingEngine, 'samplingSecret' | 'memory' | 'sliceSubscribers' | 'metrics'>

/** How computing a claimed query ended, where it didn't throw. */
export type Computed = 'published' | 'unneeded' | 'postponed'

/**
 * Computes a claimed query on the connection that claimed it. The data and their versions are read, the table is made
 * and pointed to, and the claim is given back, all in one transaction with one snapshot: either all of it is visible
 * or nothing.
 *
 * @throws whatever the database says; {@link ClaimLost} when another worker has taken over.
 */
export async function compute(client: pg.PoolClient, claim: Claim, engine: Computing): Promise<Computed> {
  const query = await claimedQuery(client, claim)
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  const results = await currentResults(client, lookedUp([query, ...query.children]))
  if (results.get(query.id)?.fresh) {
    await settleClaim(client, claim, 'unneeded')
    await client.query('COMMIT')
    return 'unneeded'
  }
  const inputs = inputsOf(query, results)
  if (inputs.queries.some(({ id }) => !results.get(id)?.fresh)) {
    await client.query('ROLLBACK')
    await postpone(client, query, claim)
    return 'postponed'
  }
  const started = performance.now()
  const made = await makeTable(client, query, claim, inputs, results, engine)
  const compute_ms = performance.now() - started
  const result: NewResult = {
    query_id: query.id,
    run: claim.run,
    ...made,
    compute_ms,
    size_bytes: await tableSize(client, made.table_schema, made.table_name),
  }
  const parts = inputs.queries.flatMap(({ id }) => results.get(id)?.run ?? [])
  await storeResult(client, result, made.items, parts)
  await settleClaim(client, claim, 'published')
  await client.query('COMMIT')
  engine.metrics.computed.observe({ kind: query.spec.query_kind }, compute_ms / 1_000)
  return 'published'
}

async function claimedQuery(client: pg.PoolClient, claim: Claim): Promise<Query> {
  const { form, spec } = await getQuery(client, claim.query_id)
  const query = form === 'released' ? releasedQuery(spec) : storedQuery(spec)
  // Ids are made from the canonical spec, whose form another version of the software may have changed.
  if (query.id !== claim.query_id)
    throw new Error(`Query ${claim.query_id} was asked in a form that is no longer known`)
  return query
}

/** Makes the table of a query's result, redacted if it is to be released. */
async function makeTable(
  client: pg.PoolClient,
  query: Query,
  claim: Claim,
  { queries, whole }: Inputs,
  results: ReadonlyMap<string, StoredResult>,
  { samplingSecret, memory, sliceSubscribers }: Computing,
) {
  const input = (id: string): StoredResult => {
    const result = queries.some(each => each.id === id) ? results.get(id) : undefined
    if (!result) throw new Error(`Query ${query.id} reads ${id}, which is not a part of it`)
    return result
  }
  await assertSubset(client, query, queries, results)
  const catalog = await readCatalog(client)
  const rendered = render(query, {
    catalog,
    tableOf: id => tableOf(input(id)),
    rowsOf: id => input(id).row_count,
    samplingSecret,
    ...(whole ? { whole: tableOf(whole) } : {}),
  })
  const { computedBy = 'several processes', joinsByHashes } = kindOf(query.spec)
  // A sample, or what is taken from a result for everybody, is only a selection of rows.
  const isSelection = Boolean(query.spec.sampling ?? whole)
  const resources = {
    memory,
    computedBy: isSelection && computedBy !== 'several processes' ? 'one process' : computedBy,
    sliceSubscribers,
    joinsByHashes,
  } as const
  const items = [...rendered.items]
  const sources = [...rendered.sources]
  const table_name = `x${query.id}_${claim.run}`
  if (query.form === 'stored') {
    const row_count = await createSubscriberTable(client, table_name, rendered.sql, resources)
    return {
      table_schema: 'cache',
      table_name,
      row_count,
      threshold: null,
      cells_left_out: null,
      sources,
      items,
    } as const
  }
  const release = releaseOf(query.spec)
  const rule = ruleOf(query.spec)
  const released = redacted(rule, rendered.sql, release.columns(query.spec))
  const row_count = await createReleasedTable(client, table_name, released, resources)
  const [places = 0, others = places] = query.children
    .filter(child => child.form === 'released')
    .map(({ id }) => results.get(id)?.row_count ?? 0)
  const grid = release.gridSize(query.spec, places, others)
  return {
    table_schema: 'released',
    table_name,
    row_count,
    threshold: thresholdOf(rule),
    cells_left_out: grid === null ? null : grid - row_count,
    sources,
    items,
  } as const
}

const tableOf = ({ table_schema, table_name }: StoredResult) => name(table_schema, table_name)

async function assertSubset(
  client: pg.PoolClient,
  { spec }: Query,
  inputs: readonly Query[],
  results: ReadonlyMap<string, StoredResult>,
): Promise<void> {
  if (spec.sampling) return
  if (typeof spec.subscriber_subset === 'string')
    return assertSubsetIsLarge(client, publishedSubset(spec.subscriber_subset))
  if (!isSpec(spec.subscriber_subset)) return
  const { id } = storedQuery(spec.subscriber_subset)
  const subset = inputs.some(input => input.id === id) ? results.get(id) : undefined
  if (!subset) throw new Error(`The subset of query ${spec.query_kind} is not a part of it`)
  await assertSubsetIsLarge(client, tableOf(subset))
}

/** Puts a query back in the queue, behind those of its parts that are missing. */
async function postpone(client: pg.PoolClient, query: Query, claim: Claim): Promise<void> {
  await client.query('BEGIN')
  const results = await currentResults(client, lookedUpFor(query))
  const missing = due(query, results).filter(({ id }) => id !== query.id)
  const ids = missing.map(({ id }) => id)
  await lockQueries(client, [query.id, ...ids])
  await enqueue(client, missing)
  await wantParts(client, query.id, ids)
  await noteTrace(client, ids)
  await settleClaim(client, claim, 'postponed')
  await client.query('COMMIT')
}
