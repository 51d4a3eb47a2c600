import type { ResultFormat } from '@flowkit/contract'
import Negotiator from 'negotiator'

/** The formats that an `Accept` header can ask for, by their types; the first is given to those who take anything. */
const BY_TYPE: ReadonlyMap<string, ResultFormat> = new Map([
  ['application/json', 'json'],
  ['text/csv', 'csv'],
  ['application/geo+json', 'geojson'],
  ['application/vnd.apache.arrow.stream', 'arrow'],
  ['application/vnd.apache.parquet', 'parquet'],
])

/**
 * The format for a request whose address names none. One that accepts nothing of ours gets JSON as well: FlowKit does
 * not look at the header, and clients send all kinds of it.
 */
export function acceptedFormat(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): ResultFormat {
  const type = new Negotiator({ headers: { ...headers } }).mediaType([...BY_TYPE.keys()])
  return BY_TYPE.get(type ?? '') ?? 'json'
}
