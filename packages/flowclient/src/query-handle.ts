import type { ResultFormat } from './files.ts'
import type { FeatureCollection } from './geojson.ts'
import type { ResultMetadata } from './metadata.ts'
import type { QuerySpec } from './queries/index.ts'
import type { Progress, QueryState } from './query-requests.ts'
import type { JsonResult, PropertiesOf, RowOf } from './results.ts'

/** How a call can be given up. */
export interface CallOptions {
  /** Gives up as soon as it is aborted, with what it then says. The query itself goes on, unless it is cancelled. */
  readonly signal?: AbortSignal | undefined
}

/** How to wait for a result. */
export interface WaitOptions extends CallOptions {
  /** Called after each look at a query that is not done yet. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Milliseconds between two looks. Without it they grow from a tenth of a second to two seconds. */
  readonly pollInterval?: number | undefined
}

/**
 * A query that FlowAPI knows. Each way to its result waits until it is there.
 *
 * If the result has since been dropped to make room, a query that this client has run is run once more; one that
 * was found by its id gives {@link NotFound}.
 *
 * With `await using`, leaving the block gives the query up, as {@link QueryHandle.cancel} does, unless this handle has
 * seen its result or its failure: what nobody waits for any more need not be computed.
 *
 * @example What takes longer than a minute is given up, also by FlowKit
 * ```ts
 * import { connect, uniqueSubscriberCounts } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * await using handle = await client.run(
 *   uniqueSubscriberCounts({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'admin3' }),
 * )
 * console.table((await handle.json({ signal: AbortSignal.timeout(60_000) })).query_result)
 * ```
 */
export interface QueryHandle<Spec = QuerySpec> extends AsyncDisposable {
  /** The query's id, by which it can be found again: {@link Client.query}. */
  readonly id: string

  /** What there was to compute when the query was accepted; undefined for a query that was found by its id. */
  readonly progress: Progress | undefined

  /**
   * Where the query is in its life.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * console.log(await client.query('5ffe4a96dbe33a117ae9550178b81836').status()) // executing
   * ```
   */
  status(options?: CallOptions): Promise<QueryState>

  /**
   * Gives the query up. FlowKit computes it no further, unless other users wait for it too: nobody can cancel what
   * somebody else has asked for. Running it again has it computed again.
   *
   * @returns where the query is then: `cancelled`, or `queued` or `executing` for others, or `completed` already.
   *
   * @example What takes longer than a minute is not worth it
   * ```ts
   * import { connect, dailyLocation, spatialAggregate } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const locations = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })
   * const handle = await client.run(spatialAggregate({ locations }))
   * await handle.wait({ signal: AbortSignal.timeout(60_000) }).catch(() => handle.cancel())
   * ```
   */
  cancel(options?: CallOptions): Promise<QueryState>

  /**
   * Resolves when the result is there.
   *
   * @throws {QueryFailed} when the query has failed or was cancelled.
   * @throws {NotFound} when FlowAPI does not know the query and this client has not run it.
   *
   * @example For a minute at most, showing how far it is
   * ```ts
   * import { connect, dailyLocation, spatialAggregate } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const locations = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })
   * const handle = await client.run(spatialAggregate({ locations }))
   * await handle.wait({
   *   signal: AbortSignal.timeout(60_000),
   *   onProgress: ({ eligible, running }) => console.log(`${eligible} parts to go, ${running} running`),
   * })
   * ```
   */
  wait(options?: WaitOptions): Promise<void>

  /**
   * The rows, one after the other, while they arrive: a result of any size takes little memory. A loop that stops
   * early closes the connection.
   *
   * @throws {ConnectionFailed} when the connection breaks, so that rows which have been given are not all.
   *
   * @example The largest value
   * ```ts
   * import { connect, uniqueSubscriberCounts } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const handle = await client.run(
   *   uniqueSubscriberCounts({ start_date: '2016-01-01', end_date: '2016-01-08', aggregation_unit: 'lon-lat' }),
   * )
   * let largest = 0
   * for await (const { value } of handle.rows()) largest = Math.max(largest, value)
   * console.log(largest)
   * ```
   */
  rows(options?: WaitOptions): AsyncGenerator<RowOf<Spec>, void>

  /**
   * The whole result, as FlowAPI gives it: `query_id` and, in `query_result`, the rows.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const { query_result } = await client.query('5ffe4a96dbe33a117ae9550178b81836').json()
   * console.table(query_result)
   * ```
   */
  json(options?: WaitOptions): Promise<JsonResult<Spec>>

  /**
   * The whole result as a table: a line of column names, then the rows; an empty result has the line too.
   *
   * @example
   * ```ts
   * import { writeFile } from 'node:fs/promises'
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * await writeFile('result.csv', await client.query('5ffe4a96dbe33a117ae9550178b81836').csv())
   * ```
   */
  csv(options?: WaitOptions): Promise<string>

  /**
   * The whole result as a map. Flows become one feature per place, with its `inflows` and `outflows`.
   * The token must also allow the shapes of these places (`admin3:geography:geography`, say).
   *
   * @example
   * ```ts
   * import { connect, dailyLocation, spatialAggregate } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const locations = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin2' })
   * const { features } = await (await client.run(spatialAggregate({ locations }))).geojson()
   * for (const { geometry, properties } of features) console.log(geometry?.type, properties.value)
   * ```
   */
  geojson(options?: WaitOptions): Promise<FeatureCollection<PropertiesOf<Spec>>>

  /**
   * The whole result as an Arrow IPC stream, for whatever reads Arrow.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const bytes = await client.query('5ffe4a96dbe33a117ae9550178b81836').arrow()
   * console.log(bytes.length) // tableFromIPC(bytes) of the package apache-arrow makes a table of them
   * ```
   */
  arrow(options?: WaitOptions): Promise<Uint8Array>

  /**
   * What the result means: the query as it was understood, the data that it was computed from, what it leaves out.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const { release, time_zone } = await client.query('5ffe4a96dbe33a117ae9550178b81836').metadata()
   * console.log(`${release.cells_left_out} places are left out; days are those of ${time_zone}`)
   * ```
   */
  metadata(options?: WaitOptions): Promise<ResultMetadata>

  /**
   * The result in a file, in the format by which its name ends (`.csv`, `.geojson`, `.parquet`, …). The file appears when
   * it is complete: what was there before stays until then, and stays if anything fails. A result of any size takes
   * little memory. In Node only.
   *
   * @throws {TypeError} when the name ends with no format, and in a browser.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * await client.query('5ffe4a96dbe33a117ae9550178b81836').saveTo('result.csv')
   * ```
   */
  saveTo(path: string, options?: WaitOptions): Promise<void>

  /**
   * The result as the bytes of a file, read no faster than they are consumed.
   *
   * @example How long the result is
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const bytes = await client.query('5ffe4a96dbe33a117ae9550178b81836').stream('parquet')
   * console.log((await new Response(bytes).arrayBuffer()).byteLength)
   * ```
   */
  stream(format: ResultFormat, options?: WaitOptions): Promise<ReadableStream<Uint8Array>>

  /** Gives the query up unless this handle has seen how it ended. That this could not be told FlowAPI is no error. */
  [Symbol.asyncDispose](): Promise<void>
}
