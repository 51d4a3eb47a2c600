import type { Row } from './counted.ts'
import { isDominated } from './joined.ts'
import type { DfsMetricTotalAmountSpec } from './metric-specs.ts'
import { dayOf } from './moments.ts'
import { contains } from './polygons.ts'
import { total } from './statistics.ts'
import type { World } from './world.ts'

/** How much money was moved by day and area, as far as it is released. */
export function dfsMetricTotalAmount(world: World, spec: DfsMetricTotalAmountSpec): Row[] {
  const regions = world.regions[spec.aggregation_unit] ?? []
  const sides = (world.transfers ?? []).flatMap(({ person, moment, lon, lat, [spec.metric]: amount }) => {
    const date = dayOf(moment)
    if (amount === null || date < spec.start_date || date > spec.end_date) return []
    const areas = regions.filter(({ shape }) => contains(shape, [lon, lat]))
    return areas.map(({ pcod }) => ({ date, pcod, person, amount }))
  })
  const groups = Map.groupBy(sides, ({ date, pcod }) => JSON.stringify([date, pcod]))
  return [...groups.values()].flatMap(group => {
    const people = [...Map.groupBy(group, ({ person }) => person).values()]
    const amounts = people.map(own => total(own.map(({ amount }) => amount)))
    if (amounts.length < 16 || isDominated(amounts, 'sum')) return []
    return group.slice(0, 1).map(({ date, pcod }) => ({ date, pcod, value: total(amounts) }))
  })
}
