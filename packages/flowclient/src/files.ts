import { nodeModule } from './node-modules.ts'

/** The formats of results. Flows can be drawn from `flowmap.json` by flowmap.gl, from `arcs.csv` by kepler.gl. */
export const RESULT_FORMATS = [
  'json',
  'csv',
  'geojson',
  'arrow',
  'parquet',
  'flowmap.json',
  'arcs.csv',
] as const
export type ResultFormat = (typeof RESULT_FORMATS)[number]

/** The format that a file's name asks for: of several endings that fit, the longest; undefined where none does. */
export function formatOf(path: string): ResultFormat | undefined {
  return RESULT_FORMATS.filter(format => path.endsWith(`.${format}`))
    .toSorted((one, other) => one.length - other.length)
    .at(-1)
}

/**
 * Writes a file that appears when it is complete: what was there before stays until then, and stays if anything
 * fails.
 *
 * @throws {TypeError} in a browser, which has no files.
 */
export async function saveWhole(
  content: string | AsyncIterable<string | Uint8Array>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { writeFile, rename, rm } = nodeModule('node:fs/promises', 'Saving to a file')
  const unfinished = `${path}.${crypto.randomUUID()}.part`
  try {
    await writeFile(unfinished, content, { signal })
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw signal?.aborted ? signal.reason : error
  }
}

/** The bytes of a stream, one piece after the other; not every browser can iterate over a stream. */
export async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader()
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield chunk.value
  } finally {
    await reader.cancel()
  }
}
