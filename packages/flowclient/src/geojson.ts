import { isObject, type JsonObject } from './json.ts'

/** Longitude and latitude in degrees (WGS 84). */
export type Position = readonly number[]

export interface Point {
  readonly type: 'Point'
  readonly coordinates: Position
}

export interface Polygon {
  readonly type: 'Polygon'
  /** The outline, then holes; each ends where it began. */
  readonly coordinates: readonly (readonly Position[])[]
}

export interface MultiPolygon {
  readonly type: 'MultiPolygon'
  readonly coordinates: readonly (readonly (readonly Position[])[])[]
}

/** The shape of a place: an area, or the position of cells. */
export type Geometry = Point | Polygon | MultiPolygon

/** A place on a map, and what is known about it. */
export interface Feature<Properties = JsonObject> {
  readonly type: 'Feature'
  readonly id?: number | string
  /** Null for a row that is about no place. */
  readonly geometry: Geometry | null
  readonly properties: Properties
}

/** A map in GeoJSON (RFC 7946). */
export interface FeatureCollection<Properties = JsonObject> {
  readonly type: 'FeatureCollection'
  readonly features: readonly Feature<Properties>[]
}

/** Whether an answer is a map. That its properties are those of the query, FlowAPI answers for. */
export function isFeatureCollection<Properties>(value: unknown): value is FeatureCollection<Properties> {
  return isObject(value) && value.type === 'FeatureCollection' && Array.isArray(value.features)
}
