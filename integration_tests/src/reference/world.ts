import type { MultiPolygon } from './polygons.ts'

/*
 * The data that the reference reads: rows as they lie in FlowDB, nothing derived. Moments are local to the
 * deployment, with microseconds: `2016-01-01T08:30:00.000000`; days are `2016-01-01`. Both sort as text.
 */

/** A row of one of the events tables. */
export interface EventRow {
  readonly eventType: string
  readonly subscriber: string
  readonly moment: string
  readonly cell: string | null
  /** Whether the subscriber made it; null for events that have no direction. */
  readonly outgoing: boolean | null
}

/** A version of a cell. Service dates are days, both inclusive; null is open-ended. */
export interface CellRow {
  readonly id: string
  readonly lon: number
  readonly lat: number
  readonly firstService: string | null
  readonly lastService: string | null
}

/** An administrative area. */
export interface Region {
  readonly pcod: string
  readonly shape: MultiPolygon
}

/** A row of an administrator's table, by column; a geometry column holds the point's longitude and latitude. */
export type TableRow = Readonly<Record<string, string | readonly [lon: number, lat: number] | null>>

/** Everything that an answer depends on. */
export interface World {
  readonly events: readonly EventRow[]
  readonly cells: readonly CellRow[]
  /** The regions of each administrative level, by the name of the unit. */
  readonly regions: Readonly<Record<string, readonly Region[]>>
  /** Mapping tables and tables of points, by their name with the schema. */
  readonly tables: Readonly<Record<string, readonly TableRow[]>>
}
