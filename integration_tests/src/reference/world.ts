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
  /** The other side of a call or message. */
  readonly contact?: string | null
  /** The same in the rows of both sides. */
  readonly id?: string | null
  /** The type allocation code of the handset. */
  readonly tac?: string | null
  /** Of a top-up, what was paid, and the balances before and after it. */
  readonly amount?: number | null
  readonly before?: number | null
  readonly after?: number | null
}

/** A version of a cell. Service dates are days, both inclusive; null is open-ended. */
export interface CellRow {
  readonly id: string
  /** Later versions have greater ones; 0 where there is only one. */
  readonly version?: number
  /** The id of the site that it stands on. */
  readonly site?: string | null
  readonly lon: number
  readonly lat: number
  readonly firstService: string | null
  readonly lastService: string | null
}

/** A version of a site. Service dates are days, both inclusive; null is open-ended. */
export interface SiteRow {
  readonly id: string
  readonly version: number
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

/** A side of a mobile-money transaction: whose, when, at which version of a cell, and the transaction's amounts. */
export interface TransferRow {
  readonly person: string
  readonly moment: string
  readonly lon: number
  readonly lat: number
  readonly amount: number | null
  readonly commission: number | null
  readonly discount: number | null
  readonly fee: number | null
}

/** What is known of a type of handset, by column. */
export type HandsetRow = Readonly<Record<string, string | null>>

/** Everything that an answer depends on. */
export interface World {
  readonly events: readonly EventRow[]
  readonly cells: readonly CellRow[]
  readonly sites?: readonly SiteRow[]
  /** The regions of each administrative level, by the name of the unit. */
  readonly regions: Readonly<Record<string, readonly Region[]>>
  /** Mapping tables and tables of points, by their name with the schema. */
  readonly tables: Readonly<Record<string, readonly TableRow[]>>
  /** Types of handsets, by their type allocation code. */
  readonly handsets?: ReadonlyMap<string, HandsetRow>
  readonly transfers?: readonly TransferRow[]
}
