import { at } from '../at.ts'
import type { HandsetType } from '../devices.ts'
import { between, longTail } from '../random.ts'
import type { World } from '../world.ts'
import { activityStream, type Day, type EventRow, everyEvent, see } from './day.ts'

/** A mobile data session. */
export interface DataSessionRow extends EventRow {
  /** Seconds. */
  readonly duration: number
  /** Kilobytes, of 1,000 bytes. */
  readonly downloaded: number
  readonly uploaded: number
}

/** How much data people use by the phone they have. */
const USE: Record<HandsetType, number> = { Smart: 1, Feature: 0.25, Basic: 0.01 }
const MEAN_DURATION_SECONDS = 240
const LONGEST_DURATION_SECONDS = 14_400
const MEAN_DOWNLOAD_KB = 2500
const LARGEST_DOWNLOAD_KB = 2_000_000

/** The mobile data sessions of a day. */
export function dataSessionsOn(day: Day): DataSessionRow[] {
  const { world } = day
  const random = activityStream(day, 'mds')
  const rows: DataSessionRow[] = []
  const average = averageUse(world)
  everyEvent(
    day,
    'mds',
    random,
    world.parameters.mdsPerDay / average,
    subscriber => use(world, subscriber),
    (subscriber, second) => {
      const downloaded = longTail(random, MEAN_DOWNLOAD_KB, LARGEST_DOWNLOAD_KB)
      rows.push({
        event: rows.length + 1,
        duration: 1 + longTail(random, MEAN_DURATION_SECONDS, LONGEST_DURATION_SECONDS),
        downloaded,
        uploaded: Math.floor(downloaded * between(random, 0.04, 0.3)),
        seen: see(day, subscriber, second, random),
      })
    },
  )
  return rows
}

function use({ subscribers }: World, subscriber: number): number {
  const { activity, handsetType } = at(subscribers, subscriber)
  return activity * USE[handsetType]
}

function averageUse(world: World): number {
  const total = world.subscribers.reduce((sum, _, subscriber) => sum + use(world, subscriber), 0)
  return total / world.subscribers.length
}
