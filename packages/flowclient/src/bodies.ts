import { ConnectionFailed, UnexpectedAnswer } from './errors.ts'
import { type JsonValue, parseJson } from './json.ts'

/** What an exchange with FlowAPI is about. */
export interface Context {
  readonly signal?: AbortSignal | undefined
  /** The query that is asked about, for error messages. */
  readonly queryId?: string | undefined
}

const BROKEN = 'The connection to FlowAPI broke before the answer was complete'

/**
 * A whole body as text.
 *
 * @throws {ConnectionFailed} when it ends before its time.
 */
export async function readText(response: Response, context: Context = {}): Promise<string> {
  try {
    return await response.text()
  } catch (error) {
    throw connectionFailure(error, BROKEN, context)
  }
}

/**
 * A whole body as bytes.
 *
 * @throws {ConnectionFailed} when it ends before its time.
 */
export async function readAllBytes(response: Response, context: Context = {}): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch (error) {
    throw connectionFailure(error, BROKEN, context)
  }
}

/**
 * A whole body as the JSON that it must be.
 *
 * @throws {ConnectionFailed} when it ends before its time.
 * @throws {UnexpectedAnswer} when it is something else.
 */
export async function readJson(response: Response, context: Context = {}): Promise<JsonValue> {
  const value = parseJson(await readText(response, context))
  if (value !== undefined) return value
  const { queryId } = context
  throw new UnexpectedAnswer('The answer is not JSON, or not the whole of it.', {
    queryId,
    status: response.status,
  })
}

/**
 * A body as a stream of bytes, read no faster than it is consumed; cancelling it closes the connection.
 * The stream fails with {@link ConnectionFailed} when the body ends before its time.
 */
export function readBytes(response: Response, context: Context = {}): ReadableStream<Uint8Array> {
  const reader = response.body?.getReader()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const chunk = await reader?.read()
          if (chunk === undefined || chunk.done) controller.close()
          else controller.enqueue(chunk.value)
        } catch (error) {
          controller.error(connectionFailure(error, BROKEN, context))
        }
      },
      cancel: reason => reader?.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/** A body as text, piece by piece. Whoever stops early closes the connection. */
export async function* readPieces(response: Response, context: Context = {}): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  // Not every browser can iterate over a stream.
  const reader = readBytes(response, context).getReader()
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read())
      yield decoder.decode(chunk.value, { stream: true })
    yield decoder.decode()
  } finally {
    await reader.cancel()
  }
}

/** What to throw when the platform's fetch failed: what the signal says if it was aborted, else that the connection did. */
export function connectionFailure(error: unknown, message: string, { signal, queryId }: Context): unknown {
  if (signal?.aborted) return signal.reason
  return new ConnectionFailed(`${message}${reasonOf(error)}.`, { cause: error, queryId })
}

/** Node hides the reason, such as ECONNREFUSED or a bad certificate, in the cause of an error that says `fetch failed`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return reasonOf(inner) || `: ${error.message || error.name}`
}
