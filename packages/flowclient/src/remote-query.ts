import type { Api } from './api.ts'
import { type Context, readAllBytes, readBytes, readJson, readPieces, readText } from './bodies.ts'
import { NotFound, UnexpectedAnswer } from './errors.ts'
import { formatOf, piecesOf, RESULT_FORMATS, type ResultFormat, saveWhole } from './files.ts'
import { type FeatureCollection, isFeatureCollection } from './geojson.ts'
import { isMetadata, type ResultMetadata } from './metadata.ts'
import { pause } from './pause.ts'
import type { CallOptions, QueryHandle, WaitOptions } from './query-handle.ts'
import { cancelQuery, type Progress, pollQuery, type QueryState, startQuery } from './query-requests.ts'
import { isJsonResult, type JsonResult, type PropertiesOf, type RowOf } from './results.ts'
import { RowScanner } from './row-scanner.ts'
import { scopesOfQuery, shapesScopes } from './scopes.ts'

// Most answers are stored already or take seconds: the first looks come quickly, later ones spare the server.
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000
const PAUSE_GROWTH = 1.5

/** Leaving a block must not take long, whatever becomes of FlowAPI. */
const GIVE_UP_WITHIN_MS = 5_000

/** The formats that hold the shapes of places, which a token must allow by themselves. */
const SHOWING_PLACES: readonly ResultFormat[] = ['geojson', 'flowmap.json', 'arcs.csv']

/** How often a call may still run its query again: what is dropped as soon as it is there can't be waited for. */
interface Reruns {
  left: number
}

/** A query that FlowAPI may know by its id, and that can be run again where its spec is known. */
export class RemoteQuery<Spec> implements QueryHandle<Spec> {
  readonly progress: Progress | undefined
  readonly #api: Api
  readonly #spec: Spec | undefined
  #id: string
  /** Whether it is known how the query ended, so that there is nothing to give up. */
  #hasEnded = false

  constructor(api: Api, id: string, origin?: { readonly spec: Spec; readonly progress: Progress }) {
    this.#api = api
    this.#id = id
    this.#spec = origin?.spec
    this.progress = origin?.progress
  }

  get id(): string {
    return this.#id
  }

  async status({ signal }: CallOptions = {}): Promise<QueryState> {
    return (await pollQuery(this.#api, this.#id, signal)).state
  }

  async cancel({ signal }: CallOptions = {}): Promise<QueryState> {
    const state = await cancelQuery(this.#api, this.#id, signal)
    this.#hasEnded = true
    return state
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#hasEnded) return
    await this.cancel({ signal: AbortSignal.timeout(GIVE_UP_WITHIN_MS) }).catch(() => undefined)
  }

  async wait(options: WaitOptions = {}): Promise<void> {
    await this.#untilCompleted(options, { left: 1 })
  }

  async *rows(options: WaitOptions = {}): AsyncGenerator<RowOf<Spec>, void> {
    const scanner = new RowScanner()
    for await (const piece of readPieces(await this.#result('json', options), this.#context(options)))
      yield* scanner.take(piece) as readonly RowOf<Spec>[]
    scanner.end()
  }

  async json(options: WaitOptions = {}): Promise<JsonResult<Spec>> {
    const result = await readJson(await this.#result('json', options), this.#context(options))
    if (isJsonResult<Spec>(result)) return result
    throw new UnexpectedAnswer('The answer is not a result in JSON.', { queryId: this.#id })
  }

  async csv(options: WaitOptions = {}): Promise<string> {
    return readText(await this.#result('csv', options), this.#context(options))
  }

  async geojson(options: WaitOptions = {}): Promise<FeatureCollection<PropertiesOf<Spec>>> {
    const map = await readJson(await this.#result('geojson', options), this.#context(options))
    if (isFeatureCollection<PropertiesOf<Spec>>(map)) return map
    throw new UnexpectedAnswer('The answer is not a map in GeoJSON.', { queryId: this.#id })
  }

  async arrow(options: WaitOptions = {}): Promise<Uint8Array> {
    return readAllBytes(await this.#result('arrow', options), this.#context(options))
  }

  async metadata(options: WaitOptions = {}): Promise<ResultMetadata> {
    const answer = await this.#answer(id => `metadata/${id}`, options)
    const metadata = await readJson(answer, this.#context(options))
    if (isMetadata(metadata)) return metadata
    throw new UnexpectedAnswer('The answer does not tell what a result means.', { queryId: this.#id })
  }

  async stream(format: ResultFormat, options: WaitOptions = {}): Promise<ReadableStream<Uint8Array>> {
    return readBytes(await this.#result(format, options), this.#context(options))
  }

  async saveTo(path: string, options: WaitOptions = {}): Promise<void> {
    const format = formatOf(path)
    if (format === undefined)
      throw new TypeError(`"${path}" ends with no format of results: ${RESULT_FORMATS.join(', ')}.`)
    await saveWhole(piecesOf(await this.stream(format, options)), path, options.signal)
  }

  async #untilCompleted(options: WaitOptions, reruns: Reruns): Promise<void> {
    const { signal, onProgress, pollInterval } = options
    let length = pollInterval ?? FIRST_PAUSE_MS
    for (;;) {
      const poll = await pollQuery(this.#api, this.#id, signal)
      switch (poll.state) {
        case 'completed':
          this.#hasEnded = true
          return
        case 'queued':
        case 'executing':
          onProgress?.(poll.progress)
          break
        case 'errored':
        case 'cancelled':
          this.#hasEnded = true
          throw poll.failure
        default:
          await this.#runAgain(poll.failure, reruns, signal)
      }
      await pause(length, signal)
      length = pollInterval ?? Math.min(length * PAUSE_GROWTH, LONGEST_PAUSE_MS)
    }
  }

  /** The answer that holds the result, once it is there. */
  async #result(format: ResultFormat, options: WaitOptions): Promise<Response> {
    await this.#api.token.require(this.#scopesFor(format))
    return this.#answer(id => (format === 'json' ? `get/${id}` : `get/${id}.${format}`), options)
  }

  /** The scopes that the result needs in a format, as far as they are known. */
  #scopesFor(format: ResultFormat): readonly string[] {
    const shapes = SHOWING_PLACES.includes(format) ? shapesScopes(this.#spec) : []
    return ['get_result', ...(scopesOfQuery(this.#spec) ?? []), ...shapes]
  }

  /** The answer to a request that is about the result, once that is there. */
  async #answer(pathOf: (id: string) => string, options: WaitOptions): Promise<Response> {
    const context = this.#context(options)
    const reruns: Reruns = { left: 1 }
    for (;;) {
      await this.#untilCompleted(options, reruns)
      const path = pathOf(encodeURIComponent(this.#id))
      const response = await this.#api.send(path, context)
      if (response.status === 200) return response
      if (response.status === 202) {
        // Newer data have come since the last look, and the query is being computed again.
        await readText(response, context)
        await pause(options.pollInterval ?? FIRST_PAUSE_MS, options.signal)
      } else {
        const refusal = await this.#api.refusal(response, path, context)
        if (!(refusal instanceof NotFound)) throw refusal
        await this.#runAgain(refusal, reruns, options.signal)
      }
    }
  }

  /** Runs a query again that FlowAPI has forgotten, where that may help. */
  async #runAgain(reason: NotFound, reruns: Reruns, signal: AbortSignal | undefined): Promise<void> {
    if (this.#spec === undefined || reruns.left === 0) throw reason
    reruns.left -= 1
    this.#hasEnded = false
    this.#id = (await startQuery(this.#api, this.#spec, signal)).id
  }

  #context({ signal }: CallOptions): Context {
    return { signal, queryId: this.#id }
  }
}
