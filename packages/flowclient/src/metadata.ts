import { isObject, type JsonObject, type JsonValue } from './json.ts'
import type { AggregationUnit } from './queries/index.ts'

/** What a result means. */
export interface ResultMetadata {
  readonly query_id: string
  readonly query_kind: string
  /** The query as it was understood, with its defaults written out. */
  readonly parameters: JsonObject
  /** The places that it is about; null where it is about none. */
  readonly aggregation_unit: AggregationUnit | null
  /** What the rows hold, in order. */
  readonly columns: readonly string[]
  /** The zone of all days and hours, such as `Africa/Accra`. */
  readonly time_zone: string
  /** When it was computed: `2016-02-01T10:00:00Z`. */
  readonly computed_at: string
  /** Whether the data that it was computed from are still the newest. */
  readonly up_to_date: boolean
  /** The version of everything that was read; `0` for a day that is not held. */
  readonly data_versions: Readonly<Record<string, string>>
  /** Which derived tables of the events were read. */
  readonly sources: readonly string[]
  readonly release: {
    /** Counts below this are left out; null where nobody is counted. */
    readonly threshold: number | null
    readonly rows_released: number
    /** How many cells of the full grid are left out, true zeros included; null where there is no grid. */
    readonly cells_left_out: number | null
  }
}

/** Whether an answer tells what a result means. */
export function isMetadata(value: JsonValue): value is JsonValue & ResultMetadata {
  return isObject(value) && typeof value.query_id === 'string' && isObject(value.release)
}
