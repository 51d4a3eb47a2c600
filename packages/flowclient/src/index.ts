export type { ConnectOptions, Fetch } from './api.ts'
export { type AvailableDates, type Client, Connection, connect } from './client.ts'
export { dates } from './dates.ts'
export * from './errors.ts'
export type { ResultFormat } from './files.ts'
export type * from './geojson.ts'
export type { JsonObject, JsonValue } from './json.ts'
export type { ResultMetadata } from './metadata.ts'
export { type ModalLocationFromDates, modalLocationFromDates } from './modal-location-from-dates.ts'
export type { QualityCheck, QualityOutcome, QualityQuestion } from './quality-checks.ts'
export * from './queries/index.ts'
export type { CallOptions, QueryHandle, WaitOptions } from './query-handle.ts'
export type { Progress, QueryState } from './query-requests.ts'
export type {
  EventCountRow,
  FlowProperties,
  FlowRow,
  GeographyRow,
  HistogramRow,
  JoinedRow,
  JsonResult,
  LabelledRow,
  MeaningfulLocationsFlowRow,
  MeaningfulLocationsRow,
  MetricRow,
  NetworkObjectsRow,
  PlaceColumns,
  PlaceRow,
  PropertiesOf,
  RowOf,
} from './results.ts'
export { type RunAllOptions, runAll } from './run-all.ts'
export { readToken, type TokenContent } from './token.ts'
export type { TokenEnding } from './token-guard.ts'
