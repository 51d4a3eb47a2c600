import type { Spec } from '@flowkit/contract'
import type { ReleaseRule } from '../release/rules.ts'
import { calendarActivity } from './calendar-activity.ts'
import { calendars } from './calendars.ts'
import { dailyLocation } from './daily-location.ts'
import type { QueryKind, Release } from './definition.ts'
import { dfsMetricTotalAmount } from './dfs-metric-total-amount.ts'
import { displacement } from './displacement.ts'
import { eventCount } from './event-count.ts'
import { flows } from './flows.ts'
import { geography } from './geography.ts'
import { handset } from './handset.ts'
import { histogramAggregate } from './histogram-aggregate.ts'
import { joinedSpatialAggregate } from './joined-spatial-aggregate.ts'
import { localisedCalendarActivity } from './localised-calendar-activity.ts'
import { locationEventCounts } from './location-event-counts.ts'
import { modalLocation } from './modal-location.ts'
import { nocturnalEvents } from './nocturnal-events.ts'
import { paretoInteractions } from './pareto-interactions.ts'
import { cellsInPlaces, places } from './places.ts'
import { radiusOfGyration } from './radius-of-gyration.ts'
import { spatialAggregate } from './spatial-aggregate.ts'
import { subscriberDegree } from './subscriber-degree.ts'
import { topupAmount } from './topup-amount.ts'
import { topupBalance } from './topup-balance.ts'
import { totalActivePeriods } from './total-active-periods.ts'
import { uniqueLocationCounts } from './unique-location-counts.ts'
import { uniqueSubscriberCounts } from './unique-subscriber-counts.ts'

/** How every kind is computed. A new one is added here. */
export const KINDS: readonly QueryKind[] = [
  calendarActivity,
  calendars,
  cellsInPlaces,
  dailyLocation,
  dfsMetricTotalAmount,
  displacement,
  eventCount,
  flows,
  geography,
  handset,
  histogramAggregate,
  joinedSpatialAggregate,
  localisedCalendarActivity,
  locationEventCounts,
  modalLocation,
  nocturnalEvents,
  paretoInteractions,
  places,
  radiusOfGyration,
  spatialAggregate,
  subscriberDegree,
  topupAmount,
  topupBalance,
  totalActivePeriods,
  uniqueLocationCounts,
  uniqueSubscriberCounts,
]

const BY_NAME = new Map(KINDS.map(kind => [kind.contract.kind, kind]))

/**
 * How a spec's kind is computed.
 *
 * @throws {Error} for a kind that the engine does not know.
 */
export function kindOf(spec: Spec): QueryKind {
  const kind = BY_NAME.get(spec.query_kind)
  if (!kind) throw new Error(`The engine cannot compute queries of kind ${spec.query_kind}`)
  return kind
}

/**
 * How results of a spec's kind are released.
 *
 * @throws {Error} for a kind whose results never leave the engine.
 */
export function releaseOf(spec: Spec): Release {
  const { release } = kindOf(spec)
  if (!release) throw new Error(`Results of kind ${spec.query_kind} are never released`)
  return release
}

/**
 * The rule by which the result of a query is released.
 *
 * @throws {Error} for a kind whose results never leave the engine.
 */
export function ruleOf(spec: Spec): ReleaseRule {
  const { rule } = releaseOf(spec)
  return typeof rule === 'function' ? rule(spec) : rule
}
