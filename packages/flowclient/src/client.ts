import { Api, type ConnectOptions } from './api.ts'
import { readJson } from './bodies.ts'
import { UnexpectedAnswer } from './errors.ts'
import { type FeatureCollection, isFeatureCollection } from './geojson.ts'
import { isObject } from './json.ts'
import {
  type QualityCheck,
  type QualityOutcome,
  type QualityQuestion,
  qualityChecks,
  qualityOutcomes,
} from './quality-checks.ts'
import type { AggregationUnit, EventType, Geography, QuerySpec } from './queries/index.ts'
import type { CallOptions, QueryHandle } from './query-handle.ts'
import { startQuery } from './query-requests.ts'
import { RemoteQuery } from './remote-query.ts'
import type { PropertiesOf } from './results.ts'
import { geographyScope, scopesOfQuery } from './scopes.ts'

/** The days, as `2016-01-31`, for which there are events, by kind of event. */
export type AvailableDates = { readonly [Type in EventType]?: readonly string[] }

/** FlowAPI, on behalf of one token. */
export interface Client {
  /**
   * Asks for a query to be run, and gives the handle that leads to its result. The same query run again is served
   * from what is stored.
   *
   * @throws {QueryInvalid} when FlowAPI refuses the query; `problems` says what is wrong, by field.
   * @throws {Forbidden} when the token does not allow it; `missingScopes` says what is missing.
   *
   * @example
   * ```ts
   * import { connect, dailyLocation, spatialAggregate } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const locations = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })
   * const handle = await client.run(spatialAggregate({ locations }))
   * console.table((await handle.json()).query_result)
   * ```
   */
  run<const Spec extends QuerySpec>(spec: Spec, options?: CallOptions): Promise<QueryHandle<Spec>>

  /**
   * A handle to a query that was run before, by its id. Nothing is asked of FlowAPI yet.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * for await (const row of client.query('5ffe4a96dbe33a117ae9550178b81836').rows()) console.log(row)
   * ```
   */
  query(id: string): QueryHandle

  /**
   * All places of a kind, with their ids and shapes.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const { features } = await client.geography('admin3')
   * for (const { geometry, properties } of features) console.log(properties.pcod, geometry?.type)
   * ```
   */
  geography<Unit extends AggregationUnit>(
    unit: Unit,
    options?: CallOptions,
  ): Promise<FeatureCollection<PropertiesOf<Geography<Unit>>>>

  /**
   * The days for which there are events. Queries about other days are refused.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const { calls = [] } = await client.availableDates()
   * console.log(`Calls from ${calls.at(0)} to ${calls.at(-1)}`)
   * ```
   */
  availableDates(options?: CallOptions): Promise<AvailableDates>

  /**
   * The quality checks that were made of loaded days.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * console.table(await client.qualityChecks())
   * ```
   */
  qualityChecks(options?: CallOptions): Promise<readonly QualityCheck[]>

  /**
   * What a quality check said of some days. Days of which too few are counted are left out.
   *
   * @throws {NotFound} when there is nothing to tell.
   *
   * @example
   * ```ts
   * import { connect } from 'flowclient'
   *
   * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
   * const week = { start_date: '2016-01-01', end_date: '2016-01-07' }
   * console.table(await client.qualityOutcomes({ event_type: 'calls', check: 'count_added_rows', ...week }))
   * ```
   */
  qualityOutcomes(question: QualityQuestion, options?: CallOptions): Promise<readonly QualityOutcome[]>
}

/**
 * A client for a FlowAPI. Nothing is sent yet: a wrong token is found out by the first call.
 *
 * @throws {ConnectionFailed} when the URL is none of a web server.
 * @throws {Unauthorised} when the token is none.
 *
 * @example
 * ```ts
 * import { connect } from 'flowclient'
 *
 * const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })
 * console.log(await client.availableDates())
 * ```
 */
export function connect(options: ConnectOptions): Client {
  return new FlowApiClient(new Api(options))
}

class FlowApiClient implements Client {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  async run<const Spec extends QuerySpec>(
    spec: Spec,
    { signal }: CallOptions = {},
  ): Promise<QueryHandle<Spec>> {
    await this.#api.token.require(['run', ...(scopesOfQuery(spec) ?? [])])
    const { id, progress } = await startQuery(this.#api, spec, signal)
    return new RemoteQuery(this.#api, id, { spec, progress })
  }

  query(id: string): QueryHandle {
    return new RemoteQuery(this.#api, id)
  }

  async geography<Unit extends AggregationUnit>(
    unit: Unit,
    { signal }: CallOptions = {},
  ): Promise<FeatureCollection<PropertiesOf<Geography<Unit>>>> {
    await this.#api.token.require(['get_result', geographyScope(unit)])
    const response = await this.#api.expect(200, `geography/${encodeURIComponent(unit)}`, { signal })
    const map = await readJson(response, { signal })
    if (isFeatureCollection<PropertiesOf<Geography<Unit>>>(map)) return map
    throw new UnexpectedAnswer('The answer is not a map in GeoJSON.')
  }

  async availableDates({ signal }: CallOptions = {}): Promise<AvailableDates> {
    await this.#api.token.require(['get_available_dates'])
    const answer = await readJson(await this.#api.expect(200, 'available_dates', { signal }), { signal })
    if (isObject(answer) && isDates(answer.available_dates)) return answer.available_dates
    throw new UnexpectedAnswer('The answer is not a list of dates.')
  }

  async qualityChecks(options: CallOptions = {}): Promise<readonly QualityCheck[]> {
    await this.#api.token.require(['get_qa_checks'])
    return qualityChecks(this.#api, options)
  }

  async qualityOutcomes(
    question: QualityQuestion,
    options: CallOptions = {},
  ): Promise<readonly QualityOutcome[]> {
    await this.#api.token.require(['get_qa_checks'])
    return qualityOutcomes(this.#api, question, options)
  }
}

/**
 * A client for a FlowAPI, as FlowKit's Python client spells it: {@link connect} takes the same by name, and more.
 *
 * @example
 * ```ts
 * import { Connection } from 'flowclient'
 *
 * const client = new Connection('https://flowkit.example.org', 'eyJ…', '/etc/ssl/flowkit.pem')
 * console.log(await client.availableDates())
 * ```
 */
export class Connection extends FlowApiClient {
  /**
   * @param url The address of FlowAPI.
   * @param token The token, as FlowAuth gave it out.
   * @param sslCertificate The path of a file of certificates to trust; in Node only.
   * @throws {ConnectionFailed} when the URL is none of a web server, or the certificate is of no use.
   * @throws {Unauthorised} when the token is none.
   */
  constructor(url: string | URL, token: string, sslCertificate?: string) {
    super(new Api({ url, token, sslCertificate }))
  }
}

function isDates(value: unknown): value is AvailableDates {
  return isObject(value) && Object.values(value).every(Array.isArray)
}
