import { RESULT_FORMATS, type ResultFormat } from '@flowkit/contract'
import { arrow } from './arrow.ts'
import { csv } from './csv.ts'
import { flowmap } from './flowmap.ts'
import { geojson } from './geojson.ts'
import { json } from './json.ts'
import { parquet } from './parquet.ts'
import type { ReleasedRows } from './released-rows.ts'

/** How a result is written. */
export interface Format {
  readonly contentType: string
  /** The text or the bytes of a result, in pieces of some hundred kilobytes. */
  readonly write: (queryId: string, rows: ReleasedRows) => AsyncGenerator<string | Uint8Array>
  /** Whether the result holds the shapes or positions of places, which need a scope of their own. */
  readonly showsPlaces: boolean
}

const of = (
  contentType: string,
  write: (rows: ReleasedRows) => AsyncGenerator<string | Uint8Array>,
  showsPlaces = false,
): Format => ({ contentType, write: (_queryId, rows) => write(rows), showsPlaces })

/** Every format, by the suffix that asks for it. */
export const FORMATS: Readonly<Record<ResultFormat, Format>> = {
  json: { contentType: 'application/json', write: json, showsPlaces: false },
  csv: of('text/csv; charset=utf-8', csv),
  geojson: of('application/geo+json', geojson, true),
  arrow: of('application/vnd.apache.arrow.stream', arrow),
  parquet: of('application/vnd.apache.parquet', parquet),
  'flowmap.json': of('application/json', flowmap, true),
  'arcs.csv': of('text/csv; charset=utf-8', csv, true),
}

/** Whether there is a format of this name. */
export function isFormat(name: string): name is ResultFormat {
  return RESULT_FORMATS.some(format => format === name)
}
