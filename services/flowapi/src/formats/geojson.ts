import { jsonRows } from './json.ts'
import type { ReleasedRows } from './released-rows.ts'

/** A FeatureCollection (RFC 7946), in WGS 84. Each row is a feature: its columns are the members of one. */
export function geojson(features: ReleasedRows): AsyncGenerator<string> {
  return jsonRows('{"type":"FeatureCollection","features":[', features)
}
