import { type Bounds, type Equality, exactly, MOST_PEOPLE } from './knowledge.ts'
import type { Dates, Group } from './people.ts'

/** A row of a result, as people get it. */
export type Row = Readonly<Record<string, unknown>>

/** What a reader learns of how many people are behind cells; of the others nothing. */
export interface Learned {
  readonly counts: ReadonlyMap<string, Bounds>
  /** Sums that the response tells; they may name counts that are no cells. */
  readonly equalities?: readonly Equality[]
}

/**
 * A query, and what somebody outside knows of its result without having seen the data or the code. A cell is a place in
 * the result's full grid; its number is how many people are behind it, whatever is released about them.
 */
export interface Question {
  readonly kind: string
  readonly variant?: string
  readonly spec: (dates: Dates) => Readonly<Record<string, unknown>>
  /** Every cell that there can be. */
  readonly cells: (dates: Dates) => readonly string[]
  /** The cells that each one of a group counts in. */
  readonly cellsOf: (group: Group, dates: Dates) => readonly string[]
  /** What the rows of a response tell. */
  readonly learns: (rows: readonly Row[], dates: Dates) => Learned
  /** The whole that a cell is a part of, where its cells have everybody of it once; the number may be known from elsewhere. */
  readonly wholeOf?: (cell: string) => string
}

/** A cell, named by what its row is named by; what is not there is a dash. */
export function cell(...names: readonly unknown[]): string {
  return names
    .map(name => (typeof name === 'string' ? name : name === null ? '-' : JSON.stringify(name)))
    .join(' ')
}

/** Each row tells of one cell: which, and how many people are behind it. */
export function eachRow(cellOf: (row: Row, dates: Dates) => string, people: (row: Row) => Bounds) {
  return (rows: readonly Row[], dates: Dates): Learned => ({
    counts: new Map(rows.map(row => [cellOf(row, dates), people(row)])),
  })
}

/** The row's value is how many people there are. */
export function people({ value }: Row): Bounds {
  return exactly(Number(value))
}

/** The row's value counts what people did or were, each at least once. */
export function doings({ value }: Row): Bounds {
  return { least: 1, most: Number(value) }
}

/** People who are in several cells count in each with a part of one, so that there are as many as the value or more. */
export function inParts({ value }: Row): Bounds {
  return { least: Math.ceil(Number(value)), most: MOST_PEOPLE }
}

/** A row tells that there is somebody. */
export const SOMEBODY: Bounds = { least: 1, most: MOST_PEOPLE }
