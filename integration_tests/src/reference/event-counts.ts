import type { Counted } from './counted.ts'
import { subsetOf } from './locations.ts'
import { placeColumns } from './places.ts'
import { sightings } from './sightings.ts'
import type { LocationEventCountsSpec } from './specs.ts'
import type { World } from './world.ts'

/** How many events there were in each place and time bucket, and of how many people. */
export function locationEventCounts(world: World, spec: LocationEventCountsSpec): Counted[] {
  const period = { from: spec.start_date, until: spec.end_date }
  const seen = sightings(world, spec, period, spec, subsetOf(world, spec.subscriber_subset))
  const directed = seen.filter(({ outgoing }) => {
    if (spec.direction === 'out') return outgoing === true
    return spec.direction === 'in' ? outgoing === false : true
  })
  const columns = placeColumns(spec)
  const events = directed.flatMap(({ subscriber, moment, places }) =>
    places.map(place => ({
      subscriber,
      bucket: {
        ...Object.fromEntries(columns.map((column, index) => [column, place[index] ?? null])),
        ...timeOf(moment, spec.interval),
      },
    })),
  )
  const buckets = Map.groupBy(events, ({ bucket }) => JSON.stringify(bucket))
  return [...buckets.values()].map(inBucket => ({
    row: { ...inBucket[0]?.bucket, value: inBucket.length },
    subscribers: new Set(inBucket.map(({ subscriber }) => subscriber)).size,
  }))
}

function timeOf(moment: string, interval: LocationEventCountsSpec['interval']) {
  return {
    date: moment.slice(0, 10),
    ...(interval === 'day' ? {} : { hour: Number(moment.slice(11, 13)) }),
    ...(interval === 'min' ? { min: Number(moment.slice(14, 16)) } : {}),
  }
}
