import type pg from 'pg'
import { type BoundariesReport, LEVELS, type Level } from '../boundaries/load.ts'
import { FlowDbError, reasonOf } from '../errors.ts'
import type { InfrastructureReport } from '../infrastructure/load.ts'
import { INFRASTRUCTURE_TABLES, type InfrastructureTable } from '../infrastructure/tables.ts'
import type { DayOfType } from '../load/event-types.ts'
import { refuseUnmigrated } from '../load/migrated.ts'
import { tidyAll } from '../load/tidy.ts'
import { importBoundaries } from './boundaries.ts'
import { type BridgeReport, importBridge } from './bridge.ts'
import { type DayFilter, dayKey, daysOfSource, heldDays } from './days.ts'
import { importDay } from './events.ts'
import { importInfrastructure } from './infrastructure.ts'
import { importMobileMoney, type MobileMoneyReport } from './mobile-money.ts'

/** What can be imported by itself. */
export const IMPORT_PARTS = ['boundaries', 'infrastructure', 'mobile-money', 'events'] as const
/** One of them. */
export type ImportPart = (typeof IMPORT_PARTS)[number]

/** What is to be imported. */
export interface Import {
  readonly parts: readonly ImportPart[]
  readonly days: DayFilter
  /** Whether days that are here already are imported in place of what is there. */
  readonly again: boolean
}

/** What somebody who waits is told. */
export interface ImportObserver {
  boundaries(level: Level, report: BoundariesReport): void
  infrastructure(table: InfrastructureTable, report: InfrastructureReport): void
  bridge(report: BridgeReport): void
  mobileMoney(report: MobileMoneyReport): void
  /** Days begin to be loaded; `done` days more are left as they are. */
  begun(missing: readonly DayOfType[], done: number): void
  loaded(day: DayOfType, rows: number): void
}

/** What came of the events. */
export interface ImportedEvents {
  readonly days: number
  readonly rows: number
  /** Rows of people who have opted out. */
  readonly optedOut: number
  /** Why rows were rejected, and how many for each reason. */
  readonly rejected: ReadonlyMap<string, number>
  /** How many days were here already, wherever they came from, and were left as they are. */
  readonly held: number
  /** Days that were left out, because the source has no more than a part of them. */
  readonly partial: readonly DayOfType[]
}

/**
 * Imports another FlowDB, of FlowKit or of ours. Boundaries, infrastructure and mobile money are brought to what the
 * source has; of events, each type of each day is loaded as a whole, or not at all. What was interrupted goes on with the days that
 * are missing when it is started again.
 *
 * @param source A pool of connections to the other database, with two at least. It is only read.
 * @param pool A pool of connections to ours, with three at least.
 * @returns what came of the events; undefined where they were not asked for.
 * @throws {FlowDbError} naming what cannot be imported. What came before stays.
 */
export async function importFlowDb(
  source: pg.Pool,
  pool: pg.Pool,
  { parts, days, again }: Import,
  observer: ImportObserver,
): Promise<ImportedEvents | undefined> {
  await refuseUnmigrated(pool)
  const client = await source.connect()
  try {
    if (parts.includes('boundaries'))
      for (const level of LEVELS) {
        const report = await naming(`admin${level}`, () => importBoundaries(client, pool, level))
        if (report) observer.boundaries(level, report)
      }
    if (parts.includes('infrastructure')) {
      for (const table of INFRASTRUCTURE_TABLES) {
        const report = await naming(table, () => importInfrastructure(client, pool, table))
        if (report) observer.infrastructure(table, report)
      }
      const bridge = await naming('geo_bridge', () => importBridge(client, pool))
      if (bridge) observer.bridge(bridge)
    }
    if (parts.includes('mobile-money')) {
      const report = await naming('mobile money', () => importMobileMoney(client, pool))
      if (report) observer.mobileMoney(report)
    }
    if (!parts.includes('events')) return undefined
    const { whole, partial } = await daysOfSource(client, pool, days)
    return { partial, ...(await importDays(source, pool, whole, again, observer)) }
  } finally {
    // Where reading was broken off, the connection is in the middle of an answer.
    client.release(true)
  }
}

async function importDays(
  source: pg.Pool,
  pool: pg.Pool,
  days: readonly DayOfType[],
  again: boolean,
  observer: ImportObserver,
): Promise<Omit<ImportedEvents, 'partial'>> {
  // An import that was cut short may have sealed days that the partitioned tables do not show yet.
  await tidyAll(pool, () => {})
  const held = again ? new Set<string>() : await heldDays(pool)
  const missing = days.filter(day => !held.has(dayKey(day)))
  observer.begun(missing, days.length - missing.length)

  const rejected = new Map<string, number>()
  let rows = 0
  let optedOut = 0
  for (const day of missing) {
    const imported = await naming(`${day.type} of ${day.date}`, () => importDay(source, pool, day))
    rows += imported.rows
    optedOut += imported.optedOut
    for (const [reason, count] of imported.rejected) rejected.set(reason, (rejected.get(reason) ?? 0) + count)
    observer.loaded(day, imported.rows)
  }
  return { days: missing.length, rows, optedOut, rejected, held: days.length - missing.length }
}

/** Says what could not be imported when `work` fails. */
async function naming<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new FlowDbError(`Could not import ${what}: ${reasonOf(error)}`, { cause: error })
  }
}
