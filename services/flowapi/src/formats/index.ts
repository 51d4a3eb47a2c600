import { RESULT_FORMATS, type ResultFormat } from '@flowkit/contract'
import { csv } from './csv.ts'
import { geojson } from './geojson.ts'
import { json } from './json.ts'
import type { ReleasedRows } from './released-rows.ts'

/** How a result is written. */
export interface Format {
  readonly contentType: string
  /** The text of a result, in pieces of some hundred kilobytes. */
  readonly write: (queryId: string, rows: ReleasedRows) => AsyncGenerator<string>
}

/** Every format, by the suffix that asks for it. */
export const FORMATS: Readonly<Record<ResultFormat, Format>> = {
  json: { contentType: 'application/json', write: json },
  csv: { contentType: 'text/csv; charset=utf-8', write: (_queryId, rows) => csv(rows) },
  geojson: { contentType: 'application/geo+json', write: (_queryId, rows) => geojson(rows) },
}

/** Whether there is a format of this name. */
export function isFormat(name: string): name is ResultFormat {
  return RESULT_FORMATS.some(format => format === name)
}
